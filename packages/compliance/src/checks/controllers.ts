import type { Check } from '../check/check.ts';
import { type FlagRow, toFlagCheck } from '../check/flag-check.ts';
import { absentOr, equals, isLoopback, isSet, type Test, withoutGate } from '../check/tests.ts';

const row = (
  id: string,
  severity: FlagRow['severity'],
  title: FlagRow['title'],
  wants: Readonly<Record<string, Test>>,
  fix: string,
): Check => toFlagCheck({ id, severity, title, component: 'kube-controller-manager', wants, fix: [fix] });

export const checks: readonly Check[] = [
  row(
    'controller-manager-pod-gc-not-set',
    'low',
    {
      en: 'Controller manager: terminated pods are kept by the default',
      ja: 'コントローラーマネージャー: 終了した Pod の保持数が既定のまま',
    },
    { 'terminated-pod-gc-threshold': isSet },
    'terminated-pod-gc-threshold=1000',
  ),
  row(
    'controller-manager-profiling',
    'low',
    { en: 'Controller manager: profiling on', ja: 'コントローラーマネージャー: プロファイリングが有効' },
    { profiling: equals('false') },
    'profiling=false',
  ),
  row(
    'controller-manager-shared-credentials',
    'medium',
    { en: 'Controller manager: controllers share one credential', ja: 'コントローラーマネージャー: 全コントローラーが認証情報を共有' },
    { 'use-service-account-credentials': equals('true') },
    'use-service-account-credentials=true',
  ),
  row(
    'controller-manager-signing-key-missing',
    'medium',
    {
      en: 'Controller manager: no key to sign service account tokens',
      ja: 'コントローラーマネージャー: サービスアカウントトークンの署名鍵がない',
    },
    { 'service-account-private-key-file': isSet },
    'service-account-private-key-file=FILE',
  ),
  row(
    'controller-manager-root-ca-missing',
    'medium',
    { en: 'Controller manager: pods get no root authority', ja: 'コントローラーマネージャー: Pod にルート CA が渡されない' },
    { 'root-ca-file': isSet },
    'root-ca-file=FILE',
  ),
  row(
    'controller-manager-server-cert-rotation-off',
    'low',
    {
      en: 'Controller manager: rotation of kubelet serving certificates off',
      ja: 'コントローラーマネージャー: kubelet サーバー証明書のローテーションが無効',
    },
    { 'feature-gates': absentOr(withoutGate('RotateKubeletServerCertificate')) },
    'feature-gates=RotateKubeletServerCertificate=true',
  ),
  // The default is 0.0.0.0: an address that is not written is not loopback, whatever other tools say.
  row(
    'controller-manager-bind-address',
    'medium',
    { en: 'Controller manager: listens beyond loopback', ja: 'コントローラーマネージャー: ループバック以外で待ち受けている' },
    { 'bind-address': isLoopback },
    'bind-address=127.0.0.1',
  ),
];
