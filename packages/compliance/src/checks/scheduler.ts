import type { Check, CheckFinding } from '../check/check.ts';
import { toFlagCheck } from '../check/flag-check.ts';
import { isLoopback } from '../check/tests.ts';
import { decideEach } from '../check/unseen.ts';
import type { ClusterView } from '../cluster-view.ts';
import { type Component, readSetting } from '../evidence/component.ts';
import { readAt } from '../evidence/yaml.ts';
import { describeFlagFix } from '../fix/flag-fix.ts';

/** The scheduler takes profiling from its configuration file as well. */
const schedulerProfiling: Check = {
  id: 'scheduler-profiling',
  title: { en: 'Scheduler: profiling on', ja: 'スケジューラー: プロファイリングが有効' },
  severity: 'low',
  decide: view => decideEach(view, 'kube-scheduler', scheduler => decideProfiling(scheduler, view)),
};

function decideProfiling(scheduler: Component, view: ClusterView): CheckFinding {
  const { subject } = scheduler;
  const written = readSetting(scheduler, 'profiling');
  const path = scheduler.flags.get('config');
  if (written === undefined && path !== undefined) {
    const config = scheduler.files?.readYaml(path);
    if (config === undefined) {
      const message = {
        en: `${path}, which the scheduler reads, was not collected`,
        ja: `スケジューラーが読み込む ${path} が収集されていません`,
      };
      return { subject, state: 'not-evaluated', message, evidence: [{ source: scheduler.origin, path: '--config', value: path }] };
    }
    const value = readAt(config, ['enableProfiling']);
    return conclude(scheduler, view, value === undefined ? undefined : String(value), { source: path, path: '.enableProfiling' });
  }
  return conclude(scheduler, view, written?.value, { source: scheduler.origin, path: '--profiling' });
}

function conclude(
  scheduler: Component,
  view: ClusterView,
  value: string | undefined,
  place: { readonly source: string; readonly path: string },
): CheckFinding {
  const evidence = [{ ...place, value: value ?? null }];
  const isOff = value?.toLowerCase() === 'false';
  const en = `kube-scheduler: ${place.path} is ${value ?? 'not set'} (wanted: false)`;
  const ja = `kube-scheduler: ${place.path} は ${value ?? '未設定'} (期待: false)`;
  const base = { subject: scheduler.subject, message: { en, ja }, evidence };
  if (isOff) return { ...base, state: 'pass' };
  if (value === undefined && scheduler.partial !== undefined) return { ...base, state: 'not-evaluated' };
  const distribution = view.findDistribution(scheduler);
  return { ...base, state: 'fail', remediation: describeFlagFix(distribution, 'kube-scheduler', ['profiling=false']) };
}

export const checks: readonly Check[] = [
  schedulerProfiling,
  // The default is 0.0.0.0: an address that is not written is not loopback, whatever other tools say.
  toFlagCheck({
    id: 'scheduler-bind-address',
    severity: 'medium',
    title: { en: 'Scheduler: listens beyond loopback', ja: 'スケジューラー: ループバック以外で待ち受けている' },
    component: 'kube-scheduler',
    wants: { 'bind-address': isLoopback },
    fix: ['bind-address=127.0.0.1'],
  }),
];
