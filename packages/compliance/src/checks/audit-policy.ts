import type { Check, CheckFinding } from '../check/check.ts';
import { decideEach } from '../check/unseen.ts';
import { type AuditedResource, findLevel, type Level } from '../evidence/audit-policy.ts';
import type { Component } from '../evidence/component.ts';
import { readNamedFile } from '../evidence/structured.ts';
import type { Yaml } from '../evidence/yaml.ts';

interface Wanted extends AuditedResource {
  readonly levels: readonly Level[];
}

const ANY: readonly Level[] = ['Metadata', 'Request', 'RequestResponse'];
/** Bodies of these hold secrets: what is logged of them is who asked for what, and no more. */
const HEADS_ONLY: readonly Level[] = ['Metadata'];

const WANTED: readonly Wanted[] = [
  { group: '', resource: 'secrets', levels: HEADS_ONLY },
  { group: '', resource: 'configmaps', levels: HEADS_ONLY },
  { group: 'authentication.k8s.io', resource: 'tokenreviews', levels: HEADS_ONLY },
  { group: '', resource: 'pods', levels: ANY },
  { group: 'apps', resource: 'deployments', levels: ANY },
  { group: '', resource: 'pods/exec', levels: ANY },
  { group: '', resource: 'pods/portforward', levels: ANY },
  { group: '', resource: 'pods/proxy', levels: ANY },
  { group: '', resource: 'services/proxy', levels: ANY },
];

/** What CIS asks for from 2.0.1 on. */
const WANTED_SINCE_2: readonly Wanted[] = [
  { group: 'certificates.k8s.io', resource: 'certificatesigningrequests', levels: ANY },
  { group: '', resource: 'serviceaccounts/token', levels: ANY },
];

function create(id: string, title: Check['title'], wanted: readonly Wanted[]): Check {
  return {
    id,
    title,
    severity: 'low',
    decide: view => decideEach(view, 'kube-apiserver', server => decide(server, wanted)),
  };
}

function decide(server: Component, wanted: readonly Wanted[]): CheckFinding {
  const { subject, origin } = server;
  const file = readNamedFile(server, 'audit-policy-file');
  if (file.state === 'unnamed') {
    const evidence = [{ source: origin, path: '--audit-policy-file', value: null }];
    const isKnown = server.partial === undefined;
    const message = isKnown
      ? { en: 'there is no audit policy: --audit-policy-file is not set', ja: '監査ポリシーがありません: --audit-policy-file が未設定です' }
      : { en: `--audit-policy-file is not known: ${server.partial}`, ja: `--audit-policy-file は不明です: ${server.partial}` };
    return { subject, state: isKnown ? 'fail' : 'not-evaluated', message, evidence };
  }
  if (file.state === 'unseen') {
    const message = { en: `the audit policy was not seen: ${file.reason}`, ja: `監査ポリシーを確認できません: ${file.reason}` };
    return { subject, state: 'not-evaluated', message, evidence: [{ source: origin, path: '--audit-policy-file', value: file.path }] };
  }
  return judgePolicy(file.value, file.path, wanted, subject);
}

function judgePolicy(policy: Yaml, path: string, wanted: readonly Wanted[], subject: Component['subject']): CheckFinding {
  const looked = wanted.map(one => ({ ...one, logged: findLevel(policy, one) }));
  const wrong = looked.filter(
    ({ levels, logged }) =>
      !levels.includes(logged.level) || logged.before.some(({ level }) => level !== 'None' && !levels.includes(level)),
  );
  const evidence = looked.map(({ group, resource, logged }) => ({
    source: path,
    path: logged.rule < 0 ? '.rules' : `.rules[${logged.rule}]`,
    value: `${group === '' ? '' : `${group}/`}${resource}: ${logged.level}`,
  }));
  const hidden = looked.filter(({ logged }) => logged.before.some(({ level, isOfSystem }) => level === 'None' && !isOfSystem));
  if (wrong.length === 0 && hidden.length > 0) {
    const names = hidden.map(({ resource }) => resource).join(', ');
    const message = {
      en: `${path} leaves some requests out: ${names}; say whether that is meant`,
      ja: `${path} は一部の要求を記録しません: ${names}。意図したものか確認してください`,
    };
    return { subject, state: 'review', message, evidence };
  }
  if (wrong.length === 0) {
    return { subject, state: 'pass', message: { en: `${path} logs what it should`, ja: `${path} は必要な操作を記録しています` }, evidence };
  }
  const list = wrong
    .map(({ resource, logged, levels }) => `${resource} ${logged.level} (${levels.length === 1 ? levels[0] : '≥ Metadata'})`)
    .join(', ');
  const rules = wrong
    .map(({ group, resource }) => `{level: Metadata, resources: [{group: "${group}", resources: ["${resource}"]}]}`)
    .join(', ');
  return {
    subject,
    state: 'fail',
    message: { en: `${path} logs otherwise than it should: ${list}`, ja: `${path} の記録レベルが適切ではありません: ${list}` },
    evidence,
    remediation: {
      en: `in ${path} put these rules before all others, the first that matches decides: ${rules}; then restart kube-apiserver`,
      ja: `${path} の先頭に次のルールを追加してください (最初に一致したルールが適用されます): ${rules}。その後 kube-apiserver を再起動してください。`,
    },
  };
}

export const checks: readonly Check[] = [
  create('audit-policy-incomplete', { en: 'Audit policy omits key resources', ja: '監査ポリシーに重要なリソースが含まれていない' }, WANTED),
  create(
    'audit-policy-incomplete-credentials',
    { en: 'Audit policy omits requests for credentials', ja: '監査ポリシーに認証情報の発行が含まれていない' },
    [...WANTED, ...WANTED_SINCE_2],
  ),
];
