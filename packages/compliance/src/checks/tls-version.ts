import type { Check } from '../check/check.ts';
import { toFlagCheck } from '../check/flag-check.ts';
import { within } from '../check/tests.ts';
import type { ComponentName } from '../evidence/component-name.ts';

const FLAG = 'tls-min-version';

function row(id: string, component: ComponentName, en: string, ja: string): Check {
  return toFlagCheck({
    id,
    component,
    severity: 'low',
    title: { en: `${en}: TLS below 1.2 not ruled out`, ja: `${ja}: TLS 1.2 未満が除外されていない` },
    // The default has been 1.2 for long; DISA wants it written down.
    wants: { [FLAG]: within(['VersionTLS12', 'VersionTLS13']) },
    fix: [`${FLAG}=VersionTLS12`],
  });
}

export const checks: readonly Check[] = [
  row('api-server-tls-version-low', 'kube-apiserver', 'API server', 'API サーバー'),
  row('controller-manager-tls-version-low', 'kube-controller-manager', 'Controller manager', 'コントローラーマネージャー'),
  row('scheduler-tls-version-low', 'kube-scheduler', 'Scheduler', 'スケジューラー'),
];
