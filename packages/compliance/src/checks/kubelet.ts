import type { Severity } from '@breakwater/model';
import type { Check, CheckFinding, Texts } from '../check/check.ts';
import { absentOr, atLeast, equals, isAbsent, isSet, type Test, within } from '../check/tests.ts';
import { decideEach } from '../check/unseen.ts';
import type { ClusterView } from '../cluster-view.ts';
import type { Component } from '../evidence/component.ts';
import { isZeroDuration, type KubeletKey, readKubeletSetting } from '../evidence/kubelet-settings.ts';
import { describeKubeletFix } from '../fix/kubelet-fix.ts';

/** Suites with forward secrecy and authenticated encryption that clients of kubelets have. */
const STRONG_SUITES = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
];

interface Row {
  readonly id: string;
  readonly severity: Severity;
  readonly title: Texts;
  readonly key: KubeletKey;
  readonly test: Test;
  /** What the file is to say. */
  readonly fix: string;
}

/** A default is given twice: with a configuration file, and without one, as kubelets of before had it. */
function key(flag: string, path: string, byFile?: string, byFlags = byFile): KubeletKey {
  return { flag, path: path.split('.'), byFile, byFlags };
}

const isNotZeroTime: Test = {
  holds: value => value === undefined || !isZeroDuration(value),
  wanted: { en: 'any time but 0', ja: '0 以外の時間' },
};
const isNotAlwaysAllow: Test = {
  holds: value => value !== undefined && value !== '' && value !== 'AlwaysAllow',
  wanted: { en: 'a mode other than AlwaysAllow', ja: 'AlwaysAllow 以外' },
};

const ROWS: readonly Row[] = [
  {
    id: 'kubelet-anonymous-auth',
    severity: 'critical',
    title: { en: 'kubelet: anonymous requests answered', ja: 'kubelet: 匿名要求に応答する' },
    key: key('anonymous-auth', 'authentication.anonymous.enabled', 'false', 'true'),
    test: equals('false'),
    fix: 'authentication.anonymous.enabled: false',
  },
  {
    id: 'kubelet-always-allow',
    severity: 'critical',
    title: { en: 'kubelet: everything is allowed', ja: 'kubelet: すべての要求が許可される' },
    key: key('authorization-mode', 'authorization.mode', 'Webhook', 'AlwaysAllow'),
    test: isNotAlwaysAllow,
    fix: 'authorization.mode: Webhook',
  },
  {
    id: 'kubelet-client-ca-missing',
    severity: 'high',
    title: { en: 'kubelet: no authority for client certificates', ja: 'kubelet: クライアント証明書の CA がない' },
    key: key('client-ca-file', 'authentication.x509.clientCAFile'),
    test: isSet,
    fix: 'authentication.x509.clientCAFile: FILE',
  },
  {
    id: 'kubelet-read-only-port',
    severity: 'high',
    title: { en: 'kubelet: read-only port open', ja: 'kubelet: 読み取り専用ポートが開いている' },
    key: key('read-only-port', 'readOnlyPort', '0', '10255'),
    test: equals('0'),
    fix: 'readOnlyPort: 0',
  },
  {
    id: 'kubelet-streaming-timeout-off',
    severity: 'low',
    title: { en: 'kubelet: idle streams never end', ja: 'kubelet: アイドル状態のストリームが切断されない' },
    key: key('streaming-connection-idle-timeout', 'streamingConnectionIdleTimeout', '4h0m0s'),
    test: isNotZeroTime,
    fix: 'streamingConnectionIdleTimeout: 4h',
  },
  {
    id: 'kubelet-kernel-defaults-unprotected',
    severity: 'low',
    title: { en: 'kubelet: kernel defaults not protected', ja: 'kubelet: カーネルの既定値が保護されていない' },
    key: key('protect-kernel-defaults', 'protectKernelDefaults', 'false'),
    test: equals('true'),
    fix: 'protectKernelDefaults: true',
  },
  {
    id: 'kubelet-iptables-chains-off',
    severity: 'low',
    title: { en: 'kubelet: iptables utility chains off', ja: 'kubelet: iptables ユーティリティチェーンが無効' },
    key: key('make-iptables-util-chains', 'makeIPTablesUtilChains', 'true'),
    test: equals('true'),
    fix: 'makeIPTablesUtilChains: true',
  },
  {
    id: 'kubelet-event-rate',
    severity: 'low',
    title: { en: 'kubelet: events are not recorded', ja: 'kubelet: イベントが記録されない' },
    key: key('event-qps', 'eventRecordQPS', '50'),
    test: absentOr(atLeast(0)),
    fix: 'eventRecordQPS: 50',
  },
  {
    id: 'kubelet-cert-rotation-off',
    severity: 'low',
    title: { en: 'kubelet: client certificate not rotated', ja: 'kubelet: クライアント証明書がローテーションされない' },
    key: key('rotate-certificates', 'rotateCertificates', 'false'),
    test: equals('true'),
    fix: 'rotateCertificates: true',
  },
  {
    id: 'kubelet-server-cert-rotation-off',
    severity: 'low',
    title: { en: 'kubelet: serving certificate not rotated', ja: 'kubelet: サーバー証明書がローテーションされない' },
    key: { ...key('feature-gates', 'featureGates', 'true'), gate: 'RotateKubeletServerCertificate' },
    test: equals('true'),
    fix: 'featureGates.RotateKubeletServerCertificate: true',
  },
  {
    id: 'kubelet-weak-ciphers',
    severity: 'low',
    title: { en: 'kubelet: weak cipher suites', ja: 'kubelet: 弱い暗号スイート' },
    key: key('tls-cipher-suites', 'tlsCipherSuites'),
    test: within(STRONG_SUITES),
    fix: `tlsCipherSuites: [${STRONG_SUITES.join(', ')}]`,
  },
  {
    id: 'kubelet-pod-pids-unlimited',
    severity: 'low',
    title: { en: 'kubelet: processes of pods not limited', ja: 'kubelet: Pod のプロセス数が制限されていない' },
    key: key('pod-max-pids', 'podPidsLimit', '-1'),
    test: atLeast(1),
    fix: 'podPidsLimit: 4096',
  },
  {
    id: 'kubelet-seccomp-default-off',
    severity: 'low',
    title: { en: 'kubelet: no seccomp profile by default', ja: 'kubelet: seccomp プロファイルが既定で適用されない' },
    key: key('seccomp-default', 'seccompDefault', 'false'),
    test: equals('true'),
    fix: 'seccompDefault: true',
  },
];

/** A kubelet signs its own certificate unless it has one, or asks for one. */
const SERVING: readonly (readonly [key: KubeletKey, test: Test])[] = [
  [key('tls-cert-file', 'tlsCertFile'), isSet],
  [key('tls-private-key-file', 'tlsPrivateKeyFile'), isSet],
];
const BOOTSTRAP = key('rotate-server-certificates', 'serverTLSBootstrap', 'false');

const servingCertificate: Check = create(
  'kubelet-serving-cert-missing',
  'medium',
  { en: 'kubelet: signs its own serving certificate', ja: 'kubelet: サーバー証明書が自己署名' },
  (kubelet, view) => {
    const bootstrap = judge(kubelet, view, BOOTSTRAP, equals('true'), 'serverTLSBootstrap: true');
    if (bootstrap.state === 'pass') return bootstrap;
    const own = SERVING.map(([one, test]) => judge(kubelet, view, one, test, 'serverTLSBootstrap: true'));
    const evidence = [...own, bootstrap].flatMap(finding => finding.evidence);
    const wrong = own.find(({ state }) => state !== 'pass');
    return { ...(wrong ?? own[0] ?? bootstrap), evidence };
  },
);

/** A flag only, which no configuration file has. */
const hostnameOverride: Check = create(
  'kubelet-hostname-override',
  'low',
  { en: 'kubelet: takes another name than its host', ja: 'kubelet: ホスト名が上書きされている' },
  (kubelet, view) => {
    const value = kubelet.flags.get('hostname-override');
    const evidence = [{ source: kubelet.origin, path: '--hostname-override', value: value ?? null }];
    if (value === undefined && kubelet.partial !== undefined) {
      const message = {
        en: `--hostname-override is not known: ${kubelet.partial}`,
        ja: `--hostname-override は不明です: ${kubelet.partial}`,
      };
      return { subject: kubelet.subject, state: 'not-evaluated', message, evidence };
    }
    const holds = isAbsent.holds(value);
    const message = {
      en: `kubelet: --hostname-override is ${value ?? 'not set'}`,
      ja: `kubelet: --hostname-override は ${value ?? '未設定'} です`,
    };
    if (holds) return { subject: kubelet.subject, state: 'pass', message, evidence };
    return {
      subject: kubelet.subject,
      state: 'fail',
      message,
      evidence,
      remediation: describeKubeletFix(view, kubelet, '', 'hostname-override'),
    };
  },
);

function create(id: string, severity: Severity, title: Texts, decide: (kubelet: Component, view: ClusterView) => CheckFinding): Check {
  return {
    id,
    title,
    severity,
    decide: view => decideEach(view, 'kubelet', kubelet => decide(kubelet, view), [...view.listComponents('kubelet'), ...listAsked(view)]),
  };
}

/** Kubelets that said how they are configured, though nobody saw their process. */
function listAsked(view: ClusterView): readonly Component[] {
  const seen = new Set(view.listComponents('kubelet').map(({ node }) => node));
  return view.nodes
    .filter(({ name, configz }) => configz !== undefined && !seen.has(name))
    .map(({ name, files }) => ({
      name: 'kubelet',
      subject: { kind: 'Node', name },
      node: name,
      origin: 'process',
      flags: new Map(),
      environment: new Map(),
      files,
      partial: 'the process of the kubelet was not seen, only its configuration',
    }));
}

function judge(kubelet: Component, view: ClusterView, wanted: KubeletKey, test: Test, fix: string): CheckFinding {
  const { subject, node } = kubelet;
  const read = readKubeletSetting(kubelet, view.findNode(node)?.configz, wanted);
  const path = `.${wanted.path.join('.')}`;
  if ('unseen' in read) {
    const message = { en: `kubelet: ${path} is not known: ${read.unseen}`, ja: `kubelet: ${path} は不明です: ${read.unseen}` };
    return { subject, state: 'not-evaluated', message, evidence: [{ source: kubelet.origin, path, value: null }] };
  }
  const { setting } = read;
  const isDefault = setting?.source === 'default';
  const shown = `${setting?.value ?? 'not set'}${isDefault ? ' (the default)' : ''}`;
  const shownJa = `${setting?.value ?? '未設定'}${isDefault ? ' (既定値)' : ''}`;
  const message = {
    en: `kubelet: ${setting?.path ?? path} is ${shown} (wanted: ${test.wanted.en})`,
    ja: `kubelet: ${setting?.path ?? path} は ${shownJa} (期待: ${test.wanted.ja})`,
  };
  const evidence = [setting ?? { source: kubelet.origin, path, value: null }];
  if (test.holds(setting?.value)) return { subject, state: 'pass', message, evidence };
  return { subject, state: 'fail', message, evidence, remediation: describeKubeletFix(view, kubelet, fix) };
}

export const checks: readonly Check[] = [
  ...ROWS.map(({ id, severity, title, key: wanted, test, fix }) =>
    create(id, severity, title, (kubelet, view) => judge(kubelet, view, wanted, test, fix)),
  ),
  servingCertificate,
  hostnameOverride,
];
