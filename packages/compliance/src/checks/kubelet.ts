import type { Severity } from '@breakwater/model';
import type { Check, CheckFinding, Texts } from '../check/check.ts';
import { judgeKubelet, toKubeletCheck, toKubeletKey, toKubeletTime } from '../check/kubelet-check.ts';
import { absentOr, atLeast, equals, isAbsent, isSet, type Test, within } from '../check/tests.ts';
import type { Component } from '../evidence/component.ts';
import { isZeroDuration, type KubeletKey, toSeconds } from '../evidence/kubelet-settings.ts';
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

const isNotZeroTime: Test = {
  holds: value => value === undefined || !isZeroDuration(value),
  wanted: { en: 'any time but 0', ja: '0 以外の時間' },
};
const isNotAlwaysAllow: Test = {
  holds: value => value !== undefined && value !== '' && value !== 'AlwaysAllow',
  wanted: { en: 'a mode other than AlwaysAllow', ja: 'AlwaysAllow 以外' },
};

const MAX_IDLE_SECONDS = 300;
const isShortTime: Test = {
  holds: value => value !== undefined && !isZeroDuration(value) && toSeconds(value) <= MAX_IDLE_SECONDS,
  wanted: { en: 'at most 5m, and not 0', ja: '5 分以内 (0 以外)' },
};

const ROWS: readonly Row[] = [
  {
    id: 'kubelet-anonymous-auth',
    severity: 'critical',
    title: { en: 'kubelet: anonymous requests answered', ja: 'kubelet: 匿名要求に応答する' },
    key: toKubeletKey('anonymous-auth', 'authentication.anonymous.enabled', 'false', 'true'),
    test: equals('false'),
    fix: 'authentication.anonymous.enabled: false',
  },
  {
    id: 'kubelet-always-allow',
    severity: 'critical',
    title: { en: 'kubelet: everything is allowed', ja: 'kubelet: すべての要求が許可される' },
    key: toKubeletKey('authorization-mode', 'authorization.mode', 'Webhook', 'AlwaysAllow'),
    test: isNotAlwaysAllow,
    fix: 'authorization.mode: Webhook',
  },
  {
    id: 'kubelet-client-ca-missing',
    severity: 'high',
    title: { en: 'kubelet: no authority for client certificates', ja: 'kubelet: クライアント証明書の CA がない' },
    key: toKubeletKey('client-ca-file', 'authentication.x509.clientCAFile'),
    test: isSet,
    fix: 'authentication.x509.clientCAFile: FILE',
  },
  {
    id: 'kubelet-read-only-port',
    severity: 'high',
    title: { en: 'kubelet: read-only port open', ja: 'kubelet: 読み取り専用ポートが開いている' },
    key: toKubeletKey('read-only-port', 'readOnlyPort', '0', '10255'),
    test: equals('0'),
    fix: 'readOnlyPort: 0',
  },
  {
    id: 'kubelet-streaming-timeout-off',
    severity: 'low',
    title: { en: 'kubelet: idle streams never end', ja: 'kubelet: アイドル状態のストリームが切断されない' },
    key: toKubeletTime('streaming-connection-idle-timeout', 'streamingConnectionIdleTimeout', '4h0m0s'),
    test: isNotZeroTime,
    fix: 'streamingConnectionIdleTimeout: 4h',
  },
  {
    id: 'kubelet-streaming-timeout-long',
    severity: 'low',
    title: { en: 'kubelet: idle streams end late', ja: 'kubelet: アイドル状態のストリームの切断が遅い' },
    key: toKubeletTime('streaming-connection-idle-timeout', 'streamingConnectionIdleTimeout', '4h0m0s'),
    test: isShortTime,
    fix: 'streamingConnectionIdleTimeout: 5m',
  },
  {
    id: 'kubelet-kernel-defaults-unprotected',
    severity: 'low',
    title: { en: 'kubelet: kernel defaults not protected', ja: 'kubelet: カーネルの既定値が保護されていない' },
    key: toKubeletKey('protect-kernel-defaults', 'protectKernelDefaults', 'false'),
    test: equals('true'),
    fix: 'protectKernelDefaults: true',
  },
  {
    id: 'kubelet-iptables-chains-off',
    severity: 'low',
    title: { en: 'kubelet: iptables utility chains off', ja: 'kubelet: iptables ユーティリティチェーンが無効' },
    key: toKubeletKey('make-iptables-util-chains', 'makeIPTablesUtilChains', 'true'),
    test: equals('true'),
    fix: 'makeIPTablesUtilChains: true',
  },
  {
    id: 'kubelet-event-rate',
    severity: 'low',
    title: { en: 'kubelet: events are not recorded', ja: 'kubelet: イベントが記録されない' },
    key: toKubeletKey('event-qps', 'eventRecordQPS', '50'),
    test: absentOr(atLeast(0)),
    fix: 'eventRecordQPS: 50',
  },
  {
    id: 'kubelet-cert-rotation-off',
    severity: 'low',
    title: { en: 'kubelet: client certificate not rotated', ja: 'kubelet: クライアント証明書がローテーションされない' },
    key: toKubeletKey('rotate-certificates', 'rotateCertificates', 'false'),
    test: equals('true'),
    fix: 'rotateCertificates: true',
  },
  {
    id: 'kubelet-server-cert-rotation-off',
    severity: 'low',
    title: { en: 'kubelet: serving certificate not rotated', ja: 'kubelet: サーバー証明書がローテーションされない' },
    key: { ...toKubeletKey('feature-gates', 'featureGates', 'true'), gate: 'RotateKubeletServerCertificate' },
    test: equals('true'),
    fix: 'featureGates.RotateKubeletServerCertificate: true',
  },
  {
    id: 'kubelet-weak-ciphers',
    severity: 'low',
    title: { en: 'kubelet: weak cipher suites', ja: 'kubelet: 弱い暗号スイート' },
    key: toKubeletKey('tls-cipher-suites', 'tlsCipherSuites'),
    test: within(STRONG_SUITES),
    fix: `tlsCipherSuites: [${STRONG_SUITES.join(', ')}]`,
  },
  {
    id: 'kubelet-pod-pids-unlimited',
    severity: 'low',
    title: { en: 'kubelet: processes of pods not limited', ja: 'kubelet: Pod のプロセス数が制限されていない' },
    key: toKubeletKey('pod-max-pids', 'podPidsLimit', '-1'),
    test: atLeast(1),
    fix: 'podPidsLimit: 4096',
  },
  {
    id: 'kubelet-seccomp-default-off',
    severity: 'low',
    title: { en: 'kubelet: no seccomp profile by default', ja: 'kubelet: seccomp プロファイルが既定で適用されない' },
    key: toKubeletKey('seccomp-default', 'seccompDefault', 'false'),
    test: equals('true'),
    fix: 'seccompDefault: true',
  },
];

/** A kubelet signs its own certificate unless it has one, or asks for one. */
const SERVING: readonly (readonly [key: KubeletKey, test: Test])[] = [
  [toKubeletKey('tls-cert-file', 'tlsCertFile'), isSet],
  [toKubeletKey('tls-private-key-file', 'tlsPrivateKeyFile'), isSet],
];
const BOOTSTRAP = toKubeletKey('rotate-server-certificates', 'serverTLSBootstrap', 'false');

const servingCertificate: Check = toKubeletCheck(
  'kubelet-serving-cert-missing',
  'medium',
  { en: 'kubelet: signs its own serving certificate', ja: 'kubelet: サーバー証明書が自己署名' },
  (kubelet, view) => {
    const bootstrap = judgeKubelet(kubelet, view, BOOTSTRAP, equals('true'), 'serverTLSBootstrap: true');
    if (bootstrap.state === 'pass') return bootstrap;
    const own = SERVING.map(([one, test]) => judgeKubelet(kubelet, view, one, test, 'serverTLSBootstrap: true'));
    const evidence = [...own, bootstrap].flatMap(finding => finding.evidence);
    const wrong = own.find(({ state }) => state !== 'pass');
    return { ...(wrong ?? own[0] ?? bootstrap), evidence };
  },
);

/** A flag only, which no configuration file has. */
const hostnameOverride: Check = toKubeletCheck(
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
    const distribution = view.findDistribution(kubelet);
    if (value === kubelet.node && (distribution === 'k3s' || distribution === 'rke2')) {
      const reason = { en: `${distribution} gives the kubelet the name of its node`, ja: `${distribution} がノード名を設定しています` };
      return { subject: kubelet.subject, state: 'not-applicable', message: reason, evidence };
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

/** Workers and nodes of the control plane are given the same. */
function cannotTell({ subject, given }: Component): CheckFinding {
  const message = {
    en: 'which nodes start static pods is not known: only the configuration that all of them are given was seen; run breakwater node collect on the nodes',
    ja: '静的 Pod を起動するノードは不明です: 全ノード共通の設定しか確認できませんでした。各ノードで breakwater node collect を実行してください',
  };
  return { subject, state: 'not-evaluated', message, evidence: [{ source: given?.source ?? '', path: '.staticPodPath', value: null }] };
}

/** Nodes of the control plane start it that way; on others it is a way round the API server. */
const staticPods: Check = toKubeletCheck(
  'kubelet-static-pods-on-worker',
  'medium',
  { en: 'kubelet: a worker starts static pods', ja: 'kubelet: ワーカーノードで静的 Pod を起動している' },
  (kubelet, view) => {
    if (kubelet.given !== undefined) return cannotTell(kubelet);
    const runsControlPlane = view.listComponents('kube-apiserver').some(({ node }) => node === kubelet.node);
    if (runsControlPlane) {
      const message = {
        en: 'the control plane runs as static pods here',
        ja: 'このノードではコントロールプレーンが静的 Pod として動作します',
      };
      return { subject: kubelet.subject, state: 'not-applicable', message, evidence: [] };
    }
    return judgeKubelet(kubelet, view, toKubeletKey('pod-manifest-path', 'staticPodPath'), isAbsent, 'staticPodPath: ""');
  },
);

export const checks: readonly Check[] = [
  ...ROWS.map(({ id, severity, title, key: wanted, test, fix }) =>
    toKubeletCheck(id, severity, title, (kubelet, view) => judgeKubelet(kubelet, view, wanted, test, fix)),
  ),
  servingCertificate,
  hostnameOverride,
  staticPods,
];
