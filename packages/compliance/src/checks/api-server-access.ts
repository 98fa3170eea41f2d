import type { Evidence, State } from '@breakwater/model';
import { type Check, type CheckFinding, same, type Texts } from '../check/check.ts';
import { decideEach } from '../check/unseen.ts';
import type { ClusterView } from '../cluster-view.ts';
import { listElements } from '../evidence/arguments.ts';
import { type Component, findBlindness, readSetting } from '../evidence/component.ts';
import { readNamedFile } from '../evidence/structured.ts';
import { readAt, toMaps } from '../evidence/yaml.ts';
import { describeFlagFix } from '../fix/flag-fix.ts';

const API_SERVER = 'kube-apiserver';

/** Paths that a load balancer may ask without saying who it is. */
const HEALTH_PATHS = ['/livez', '/readyz', '/healthz'];

interface Said {
  readonly state: State;
  readonly message: Texts;
  readonly evidence: readonly Evidence[];
  readonly fix?: readonly string[];
}

/** A check of the API server that more than a flag decides. */
function check(id: string, severity: Check['severity'], title: Texts, decide: (server: Component) => Said): Check {
  return {
    id,
    title,
    severity,
    decide: view => decideEach(view, API_SERVER, server => toFinding(server, decide(server), view)),
  };
}

function toFinding(server: Component, { fix, ...said }: Said, view: ClusterView): CheckFinding {
  const distribution = view.findDistribution(server);
  return {
    subject: server.subject,
    ...said,
    ...(fix === undefined ? {} : { remediation: describeFlagFix(distribution, API_SERVER, fix) }),
  };
}

function seen(server: Component, flag: string): Evidence {
  const setting = readSetting(server, flag);
  return setting === undefined ? { source: server.origin, path: `--${flag}`, value: null } : { ...setting };
}

function unknown(server: Component, flag: string, reason: string): Said {
  const message = { en: `--${flag} of ${API_SERVER} is not known: ${reason}`, ja: `${API_SERVER} の --${flag} は不明です: ${reason}` };
  return { state: 'not-evaluated', message, evidence: [seen(server, flag)] };
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests */
function decideAnonymous(server: Component): Said {
  const flag = readSetting(server, 'anonymous-auth');
  const evidence = [seen(server, 'anonymous-auth')];
  if (flag?.value.toLowerCase() === 'false') return { state: 'pass', message: same(`${API_SERVER}: --anonymous-auth=false`), evidence };
  const file = readNamedFile(server, 'authentication-config');
  if (file.state === 'unseen') return unknown(server, 'authentication-config', file.reason);
  if (file.state === 'read' && flag === undefined) {
    const section = readAt(file.value, ['anonymous']);
    const restricted = describeRestriction(section);
    const found = [...evidence, { source: file.path, path: '.anonymous', value: section ?? null }];
    if (restricted !== undefined) return { state: 'pass', message: restricted, evidence: found };
    if (section !== undefined) {
      const en = `${file.path} lets anonymous requests reach more than health paths`;
      return {
        state: 'fail',
        message: { en, ja: `${file.path} はヘルスチェック以外のパスへの匿名要求を許可しています` },
        evidence: found,
        fix: ['anonymous-auth=false'],
      };
    }
  }
  if (flag === undefined && server.partial !== undefined) return unknown(server, 'anonymous-auth', server.partial);
  const message = {
    en: `${API_SERVER} answers anonymous requests: --anonymous-auth is ${flag?.value ?? 'not set (true by default)'}`,
    ja: `${API_SERVER} は匿名要求に応答します: --anonymous-auth は ${flag?.value ?? '未設定 (既定値 true)'}`,
  };
  return { state: 'fail', message, evidence, fix: ['anonymous-auth=false'] };
}

function describeRestriction(section: unknown): Texts | undefined {
  if (readAt(section, ['enabled']) === false) return { en: 'anonymous requests are off', ja: '匿名要求は無効です' };
  const paths = toMaps(readAt(section, ['conditions'])).map(condition => condition['path']);
  if (paths.length === 0 || !paths.every(path => HEALTH_PATHS.includes(String(path)))) return undefined;
  return { en: `anonymous requests reach ${paths.join(', ')} only`, ja: `匿名要求は ${paths.join('、')} のみに限られます` };
}

/** Authorizers in order, from the flag or from the file that takes its place: https://kubernetes.io/docs/reference/access-authn-authz/authorization/ */
function readModes(server: Component): { readonly modes: readonly string[]; readonly evidence: readonly Evidence[] } | Said {
  const file = readNamedFile(server, 'authorization-config');
  if (file.state === 'unseen') return unknown(server, 'authorization-config', file.reason);
  if (file.state === 'read') {
    const modes = toMaps(readAt(file.value, ['authorizers'])).map(({ type }) => String(type));
    return { modes, evidence: [{ source: file.path, path: '.authorizers[].type', value: modes }] };
  }
  const setting = readSetting(server, 'authorization-mode');
  if (setting === undefined && findBlindness(server, 'authorization-mode') !== undefined) {
    return unknown(server, 'authorization-mode', server.partial ?? '');
  }
  // Without either everything is allowed.
  return { modes: setting === undefined ? ['AlwaysAllow'] : listElements(setting.value), evidence: [seen(server, 'authorization-mode')] };
}

const decideModes =
  (holds: (modes: readonly string[]) => boolean, wanted: Texts, fix: string) =>
  (server: Component): Said => {
    const read = readModes(server);
    if ('state' in read) return read;
    const modes = read.modes.join(', ');
    const message = { en: `authorizers are ${modes} (wanted: ${wanted.en})`, ja: `認可方式は ${modes} (期待: ${wanted.ja})` };
    return holds(read.modes)
      ? { state: 'pass', message, evidence: read.evidence }
      : { state: 'fail', message, evidence: read.evidence, fix: [fix] };
  };

const lists = (server: Component, flag: string, element: string): boolean =>
  listElements(readSetting(server, flag)?.value ?? '').includes(element);

/** Not on by default; the exact name counts, and the Node authorizer gives it the nodes' names to go by. */
function decideNodeRestriction(server: Component): Said {
  const evidence = [seen(server, 'enable-admission-plugins'), seen(server, 'disable-admission-plugins')];
  const isOn =
    lists(server, 'enable-admission-plugins', 'NodeRestriction') && !lists(server, 'disable-admission-plugins', 'NodeRestriction');
  if (!isOn && server.partial !== undefined) return unknown(server, 'enable-admission-plugins', server.partial);
  if (!isOn) {
    const message = {
      en: 'NodeRestriction is not enabled: a kubelet may change other nodes and their pods',
      ja: 'NodeRestriction が無効です: kubelet が他のノードや Pod を変更できます',
    };
    return { state: 'fail', message, evidence, fix: ['enable-admission-plugins=…,NodeRestriction'] };
  }
  const read = readModes(server);
  if ('state' in read) return read;
  if (read.modes.includes('Node'))
    return {
      state: 'pass',
      message: { en: 'NodeRestriction and the Node authorizer are on', ja: 'NodeRestriction と Node 認可が有効です' },
      evidence: [...evidence, ...read.evidence],
    };
  const message = { en: 'NodeRestriction is enabled without the Node authorizer', ja: 'NodeRestriction は有効ですが Node 認可が無効です' };
  return { state: 'fail', message, evidence: [...evidence, ...read.evidence], fix: ['authorization-mode=Node,RBAC'] };
}

/** A plug-in that does nothing without a configuration of its own. */
const decideConfigured =
  (plugin: string) =>
  (server: Component): Said => {
    const evidence = [seen(server, 'enable-admission-plugins'), seen(server, 'admission-control-config-file')];
    const isOn = lists(server, 'enable-admission-plugins', plugin);
    const isConfigured = readSetting(server, 'admission-control-config-file') !== undefined;
    if (isOn && isConfigured)
      return { state: 'pass', message: { en: `${plugin} is on and configured`, ja: `${plugin} は有効で設定されています` }, evidence };
    if (server.partial !== undefined) return unknown(server, 'enable-admission-plugins', server.partial);
    const missing = isOn ? '--admission-control-config-file is not set' : `--enable-admission-plugins has no ${plugin}`;
    const fix = ['admission-control-config-file=FILE', `enable-admission-plugins=…,${plugin}`];
    return {
      state: 'fail',
      message: { en: `${plugin} does nothing: ${missing}`, ja: `${plugin} は機能していません: ${missing}` },
      evidence,
      fix,
    };
  };

function decideAuditLog(server: Component): Said {
  const evidence = [seen(server, 'audit-log-path'), seen(server, 'audit-webhook-config-file')];
  const written = readSetting(server, 'audit-log-path') ?? readSetting(server, 'audit-webhook-config-file');
  if (written !== undefined) {
    return {
      state: 'pass',
      message: { en: `audit events go to ${written.value}`, ja: `監査イベントの出力先: ${written.value}` },
      evidence,
    };
  }
  if (server.partial !== undefined) return unknown(server, 'audit-log-path', server.partial);
  const message = {
    en: 'audit events go nowhere: neither --audit-log-path nor --audit-webhook-config-file is set',
    ja: '監査イベントの出力先がありません: --audit-log-path も --audit-webhook-config-file も未設定です',
  };
  return { state: 'fail', message, evidence, fix: ['audit-log-path=/var/log/kubernetes/audit/audit.log', 'audit-policy-file=FILE'] };
}

function decideTimeout(server: Component): Said {
  const setting = readSetting(server, 'request-timeout');
  const evidence = [seen(server, 'request-timeout')];
  if (setting === undefined && server.partial !== undefined) return unknown(server, 'request-timeout', server.partial);
  if (setting === undefined || /^(?:60s|1m|1m0s)$/.test(setting.value)) {
    return {
      state: 'pass',
      message: { en: 'requests end after a minute, the default', ja: '要求のタイムアウトは既定の 1 分です' },
      evidence,
    };
  }
  return {
    state: 'review',
    message: {
      en: `--request-timeout is ${setting.value}; the default is 60s`,
      ja: `--request-timeout は ${setting.value} です (既定値 60s)`,
    },
    evidence,
  };
}

export const checks: readonly Check[] = [
  check(
    'api-server-anonymous-auth',
    'medium',
    { en: 'API server: anonymous requests answered', ja: 'API サーバー: 匿名要求に応答する' },
    decideAnonymous,
  ),
  check(
    'api-server-always-allow',
    'critical',
    { en: 'API server: everything is allowed', ja: 'API サーバー: すべての要求が許可される' },
    decideModes(
      modes => modes.length > 0 && !modes.includes('AlwaysAllow'),
      { en: 'no AlwaysAllow', ja: 'AlwaysAllow なし' },
      'authorization-mode=Node,RBAC',
    ),
  ),
  check(
    'api-server-node-authorizer-off',
    'medium',
    { en: 'API server: Node authorizer off', ja: 'API サーバー: Node 認可が無効' },
    decideModes(modes => modes.includes('Node'), { en: 'Node', ja: 'Node' }, 'authorization-mode=Node,RBAC'),
  ),
  check(
    'api-server-rbac-off',
    'high',
    { en: 'API server: RBAC off', ja: 'API サーバー: RBAC が無効' },
    decideModes(modes => modes.includes('RBAC'), { en: 'RBAC', ja: 'RBAC' }, 'authorization-mode=Node,RBAC'),
  ),
  check(
    'api-server-node-restriction-off',
    'high',
    { en: 'API server: NodeRestriction off', ja: 'API サーバー: NodeRestriction が無効' },
    decideNodeRestriction,
  ),
  check(
    'api-server-event-rate-limit-off',
    'low',
    { en: 'API server: events are not limited', ja: 'API サーバー: イベントの流量が制限されていない' },
    decideConfigured('EventRateLimit'),
  ),
  check(
    'api-server-image-policy-webhook-off',
    'info',
    { en: 'API server: ImagePolicyWebhook not configured', ja: 'API サーバー: ImagePolicyWebhook が未設定' },
    decideConfigured('ImagePolicyWebhook'),
  ),
  check('api-server-audit-log-off', 'medium', { en: 'API server: no audit log', ja: 'API サーバー: 監査ログがない' }, decideAuditLog),
  check(
    'api-server-request-timeout-changed',
    'low',
    { en: 'API server: request timeout changed', ja: 'API サーバー: 要求のタイムアウトが変更されている' },
    decideTimeout,
  ),
];
