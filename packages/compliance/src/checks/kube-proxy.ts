import { type Check, type CheckFinding, CLUSTER } from '../check/check.ts';
import { decideEach } from '../check/unseen.ts';
import type { ClusterView } from '../cluster-view.ts';
import { type Component, readSetting } from '../evidence/component.ts';
import { readAt } from '../evidence/yaml.ts';

const SHARED = 'ConfigMap kube-system/kube-proxy';
const KEY = '.metricsBindAddress';
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|\[::1\]|::1|localhost)(?::\d+)?$/;

const metrics: Check = {
  id: 'kube-proxy-metrics-exposed',
  title: { en: 'kube-proxy: metrics beyond loopback', ja: 'kube-proxy: メトリクスがループバック以外に公開されている' },
  severity: 'low',
  decide: view => {
    const shared = view.readConfigMap('kube-system', 'kube-proxy', 'config.conf');
    if (shared !== undefined && view.listComponents('kube-proxy').length === 0) {
      return [conclude(CLUSTER, String(readAt(shared, ['metricsBindAddress']) ?? ''), SHARED, KEY)];
    }
    return decideEach(view, 'kube-proxy', proxy => decide(proxy, shared));
  },
};

/** A configuration file takes the place of all flags but a few. */
function decide(proxy: Component, shared: ReturnType<ClusterView['readConfigMap']>): CheckFinding {
  const path = proxy.flags.get('config');
  if (path === undefined) {
    const flag = readSetting(proxy, 'metrics-bind-address');
    if (flag === undefined && proxy.partial !== undefined) {
      const message = {
        en: `--metrics-bind-address is not known: ${proxy.partial}`,
        ja: `--metrics-bind-address は不明です: ${proxy.partial}`,
      };
      return { subject: proxy.subject, state: 'not-evaluated', message, evidence: [] };
    }
    return conclude(proxy.subject, flag?.value ?? '', proxy.origin, '--metrics-bind-address');
  }
  const isKept = proxy.files?.hasText(path) === true;
  const config = isKept ? proxy.files?.readYaml(path) : shared;
  if (config === undefined) {
    const message = { en: `${path}, which kube-proxy reads, was not collected`, ja: `kube-proxy が読み込む ${path} が収集されていません` };
    return { subject: proxy.subject, state: 'not-evaluated', message, evidence: [{ source: proxy.origin, path: '--config', value: path }] };
  }
  const value = String(readAt(config, ['metricsBindAddress']) ?? '');
  return conclude(proxy.subject, value, isKept ? path : SHARED, KEY);
}

function conclude(subject: CheckFinding['subject'], value: string, source: string, path: string): CheckFinding {
  const evidence = [{ source, path, value: value === '' ? null : value }];
  const shown = value === '' ? '127.0.0.1:10249 (the default)' : value;
  const message = {
    en: `kube-proxy: ${path} is ${shown} (wanted: loopback)`,
    ja: `kube-proxy: ${path} は ${value === '' ? '127.0.0.1:10249 (既定値)' : value} (期待: ループバック)`,
  };
  if (value === '' || LOOPBACK.test(value)) return { subject, state: 'pass', message, evidence };
  const remediation = {
    en: 'in ConfigMap kube-system/kube-proxy, key config.conf, set metricsBindAddress: "" and run kubectl -n kube-system rollout restart daemonset/kube-proxy',
    ja: 'ConfigMap kube-system/kube-proxy のキー config.conf で metricsBindAddress: "" を設定し、kubectl -n kube-system rollout restart daemonset/kube-proxy を実行してください',
  };
  return { subject, state: 'fail', message, evidence, remediation };
}

export const checks: readonly Check[] = [metrics];
