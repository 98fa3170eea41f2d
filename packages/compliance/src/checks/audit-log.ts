import type { Check, CheckFinding } from '../check/check.ts';
import { type FileSubject, ownedByRoot, pickFirst, toFileCheck, within } from '../check/file-check.ts';
import { decideEach } from '../check/unseen.ts';
import type { ClusterView } from '../cluster-view.ts';
import { readLevel } from '../evidence/audit-policy.ts';
import { type Component, readSetting } from '../evidence/component.ts';
import { readNamedFile } from '../evidence/structured.ts';
import { readAt, toMaps } from '../evidence/yaml.ts';
import { describeFlagFix } from '../fix/flag-fix.ts';

const NAME = { en: 'Audit log', ja: '監査ログ' };
/** Days of a year, which PCI DSS asks for. */
const YEAR = 365;

const LOG: FileSubject = {
  name: NAME,
  of: 'kube-apiserver',
  isControlPlane: true,
  list: (node, _, view) => {
    const server = view.listComponents('kube-apiserver').find(component => component.node === node.name);
    const path = server === undefined ? undefined : readSetting(server, 'audit-log-path')?.value;
    if (path === undefined && server?.partial !== undefined) return { unseen: server.partial };
    return pickFirst(node.files, path === undefined || path === '-' ? [] : [path], NAME);
  },
};

/** A log that is sent away may be kept long enough elsewhere: whether it is shows outside the cluster. */
function decideYear(server: Component): CheckFinding {
  const { subject, origin } = server;
  const age = readSetting(server, 'audit-log-maxage');
  const path = readSetting(server, 'audit-log-path') ?? readSetting(server, 'audit-webhook-config-file');
  const evidence = [
    { source: origin, path: path?.path ?? '--audit-log-path', value: path?.value ?? null },
    { source: origin, path: '--audit-log-maxage', value: age?.value ?? null },
  ];
  if (path === undefined) {
    const state = server.partial === undefined ? 'fail' : 'not-evaluated';
    const message = { en: server.partial ?? 'there is no audit log to keep', ja: server.partial ?? '保管する監査ログがありません' };
    return { subject, state, message, evidence };
  }
  if (age !== undefined && /^\d+$/.test(age.value) && Number(age.value) >= YEAR) {
    return {
      subject,
      state: 'pass',
      message: { en: `audit logs are kept for ${age.value} days`, ja: `監査ログは ${age.value} 日保管されます` },
      evidence,
    };
  }
  const message = {
    en: 'audit logs are kept for less than a year here; show that they are sent elsewhere and kept there for 12 months',
    ja: 'ここでの監査ログの保管期間は 1 年未満です。転送先で 12 か月保管されていることを示してください',
  };
  return { subject, state: 'review', message, evidence };
}

/** DISA wants requests with their bodies; CIS wants no bodies of Secrets: one rule of the level is enough. */
function decideBodies(server: Component, view: ClusterView): CheckFinding {
  const { subject, origin } = server;
  const file = readNamedFile(server, 'audit-policy-file');
  const unknown = file.state === 'unseen' ? file.reason : file.state === 'unnamed' ? server.partial : undefined;
  if (unknown !== undefined) {
    const message = { en: `the audit policy was not seen: ${unknown}`, ja: `監査ポリシーを確認できません: ${unknown}` };
    return { subject, state: 'not-evaluated', message, evidence: [{ source: origin, path: '--audit-policy-file', value: null }] };
  }
  const rules = file.state === 'read' ? toMaps(readAt(file.value, ['rules'])) : [];
  const index = rules.findIndex(rule => readLevel(rule) === 'RequestResponse');
  const source = file.state === 'read' ? file.path : origin;
  const evidence = [{ source, path: index < 0 ? '.rules' : `.rules[${index}].level`, value: index < 0 ? null : 'RequestResponse' }];
  if (index >= 0)
    return { subject, state: 'pass', message: { en: `${source} records bodies`, ja: `${source} は本文を記録します` }, evidence };
  const message = {
    en: 'no rule of the audit policy has the level RequestResponse',
    ja: '監査ポリシーに RequestResponse のルールがありません',
  };
  const remediation =
    file.state === 'read'
      ? {
          en: `in ${source} add a rule of level RequestResponse for what has to be recorded with its body, Secrets left out; then restart kube-apiserver`,
          ja: `${source} に、本文を記録する対象 (Secret を除く) の RequestResponse ルールを追加し、kube-apiserver を再起動してください`,
        }
      : describeFlagFix(view.findDistribution(server), server.name, ['audit-policy-file=FILE']);
  return { subject, state: 'fail', message, evidence, remediation };
}

export const checks: readonly Check[] = [
  toFileCheck(
    'audit-log-file-mode',
    'medium',
    { en: 'Audit log: file mode too wide', ja: '監査ログ: ファイルモードが広すぎる' },
    LOG,
    within(0o600),
  ),
  toFileCheck(
    'audit-log-file-owner',
    'medium',
    { en: 'Audit log: owner not root', ja: '監査ログ: 所有者が root でない' },
    LOG,
    ownedByRoot,
  ),
  {
    id: 'audit-log-kept-year',
    severity: 'low',
    title: { en: 'Audit log: kept for less than a year', ja: '監査ログ: 保管期間が 1 年未満' },
    decide: view => decideEach(view, 'kube-apiserver', decideYear),
  },
  {
    id: 'audit-policy-bodies-missing',
    severity: 'low',
    title: { en: 'Audit policy records no bodies', ja: '監査ポリシーで本文が記録されない' },
    decide: view => decideEach(view, 'kube-apiserver', server => decideBodies(server, view)),
  },
];
