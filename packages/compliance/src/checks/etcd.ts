import type { Check, CheckFinding, Texts } from '../check/check.ts';
import { type FlagRow, toFlagCheck } from '../check/flag-check.ts';
import { absentOr, equals, isSet, type Test } from '../check/tests.ts';
import { decideEach } from '../check/unseen.ts';
import type { ClusterView } from '../cluster-view.ts';
import { listElements } from '../evidence/arguments.ts';
import { type Component, findBlindness, readSetting } from '../evidence/component.ts';
import { describeFlagFix } from '../fix/flag-fix.ts';

const SINGLE: Texts = { en: 'a single member talks to no peers', ja: '単一メンバーのためピア通信がありません' };

/** One member that says who its members are has no peer. Where nothing is said there may be some. */
const exemptSingle = (component: Component): Texts | undefined => {
  const members = readSetting(component, 'initial-cluster');
  return members !== undefined && listElements(members.value).length === 1 && readSetting(component, 'peer-cert-file') === undefined
    ? SINGLE
    : undefined;
};

const row = (
  id: string,
  severity: FlagRow['severity'],
  title: Texts,
  wants: Readonly<Record<string, Test>>,
  fix: readonly string[],
  exempt?: FlagRow['exempt'],
): Check => toFlagCheck({ id, severity, title, component: 'etcd', wants, fix, ...(exempt === undefined ? {} : { exempt }) });

/** Whoever has a certificate of the cluster's own authority would read all of etcd, where both trust the same. */
const sharedCa: Check = {
  id: 'etcd-shared-ca',
  title: { en: "etcd trusts the API server's authority for clients", ja: 'etcd が API サーバーのクライアント CA を信頼している' },
  severity: 'medium',
  decide: view => decideEach(view, 'etcd', member => decideCa(member, view)),
};

function decideCa(member: Component, view: ClusterView): CheckFinding {
  const { subject, origin } = member;
  const own = readSetting(member, 'trusted-ca-file');
  const server = view.listComponents('kube-apiserver').find(({ node }) => node === member.node) ?? view.listComponents('kube-apiserver')[0];
  const clients = server === undefined ? undefined : readSetting(server, 'client-ca-file');
  const evidence = [
    { source: own?.source ?? origin, path: own?.path ?? '--trusted-ca-file', value: own?.value ?? null },
    ...(clients === undefined ? [] : [{ source: clients.source, path: `kube-apiserver ${clients.path}`, value: clients.value }]),
  ];
  const say = (state: CheckFinding['state'], en: string, ja: string): CheckFinding => ({ subject, state, message: { en, ja }, evidence });
  if (own === undefined) {
    const reason = findBlindness(member, 'trusted-ca-file');
    if (reason !== undefined)
      return say('not-evaluated', `--trusted-ca-file is not known: ${reason}`, `--trusted-ca-file は不明です: ${reason}`);
    const distribution = view.findDistribution(member);
    const finding = say(
      'fail',
      'etcd: --trusted-ca-file is not set (wanted: an authority of its own)',
      'etcd: --trusted-ca-file は未設定 (期待: 専用の CA)',
    );
    return { ...finding, remediation: describeFlagFix(distribution, 'etcd', ['trusted-ca-file=FILE']) };
  }
  if (clients === undefined) {
    return say(
      'not-evaluated',
      'the API server was not seen, so that its authority cannot be compared',
      'API サーバーを確認できないため CA を比較できません',
    );
  }
  if (own.value === clients.value || isSameFile(member, own.value, clients.value)) {
    const distribution = view.findDistribution(member);
    const en = `etcd trusts ${own.value}, which is also the API server's authority for clients`;
    const finding = say('fail', en, `etcd が信頼する ${own.value} は API サーバーのクライアント CA と同じです`);
    return { ...finding, remediation: describeFlagFix(distribution, 'etcd', ['trusted-ca-file=FILE OF ANOTHER AUTHORITY']) };
  }
  return say(
    'pass',
    `etcd trusts ${own.value}, clients of the API server come from ${clients.value}`,
    `etcd は ${own.value}、API サーバーのクライアント CA は ${clients.value}`,
  );
}

function isSameFile({ files }: Component, a: string, b: string): boolean {
  const [first, second] = [files?.find(a), files?.find(b)];
  if (first?.state !== 'found' || second?.state !== 'found') return false;
  const { sha256 } = first.file;
  return sha256 !== undefined && sha256 === second.file.sha256;
}

export const checks: readonly Check[] = [
  row(
    'etcd-cert-missing',
    'high',
    { en: 'etcd: no serving certificate', ja: 'etcd: サーバー証明書がない' },
    { 'cert-file': isSet, 'key-file': isSet },
    ['cert-file=FILE', 'key-file=FILE'],
  ),
  row(
    'etcd-client-cert-auth-off',
    'critical',
    { en: 'etcd: clients need no certificate', ja: 'etcd: クライアント証明書なしで接続できる' },
    { 'client-cert-auth': equals('true') },
    ['client-cert-auth=true'],
  ),
  row(
    'etcd-auto-tls',
    'high',
    { en: 'etcd: signs its own client certificates', ja: 'etcd: 自己署名の TLS をクライアントに使用' },
    { 'auto-tls': absentOr(equals('false')) },
    ['-auto-tls'],
  ),
  row(
    'etcd-peer-cert-missing',
    'high',
    { en: 'etcd: no certificate among peers', ja: 'etcd: ピア証明書がない' },
    { 'peer-cert-file': isSet, 'peer-key-file': isSet },
    ['peer-cert-file=FILE', 'peer-key-file=FILE'],
    exemptSingle,
  ),
  row(
    'etcd-peer-client-cert-auth-off',
    'high',
    { en: 'etcd: peers need no certificate', ja: 'etcd: 証明書なしでピア接続できる' },
    { 'peer-client-cert-auth': equals('true') },
    ['peer-client-cert-auth=true'],
    exemptSingle,
  ),
  row(
    'etcd-peer-auto-tls',
    'high',
    { en: 'etcd: signs its own peer certificates', ja: 'etcd: 自己署名の TLS をピアに使用' },
    { 'peer-auto-tls': absentOr(equals('false')) },
    ['-peer-auto-tls'],
  ),
  sharedCa,
];
