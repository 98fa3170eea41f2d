import type { Check, CheckFinding, Texts } from '../check/check.ts';
import { toFlagCheck } from '../check/flag-check.ts';
import { judgeKubelet, toKubeletCheck, toKubeletKey } from '../check/kubelet-check.ts';
import { equals, withoutGateOn } from '../check/tests.ts';
import type { ClusterView } from '../cluster-view.ts';
import type { ComponentName } from '../evidence/component-name.ts';

const FLAG = 'feature-gates';

function toPart(id: string, title: Texts, gate: string, component: ComponentName): Check {
  if (component !== 'kubelet') {
    return toFlagCheck({ id, title, severity: 'low', component, wants: { [FLAG]: withoutGateOn(gate) }, fix: [`${FLAG}=${gate}=false`] });
  }
  const key = { ...toKubeletKey(FLAG, 'featureGates', 'false'), gate };
  return toKubeletCheck(id, 'low', title, (kubelet, view) =>
    judgeKubelet(kubelet, view, key, equals('false'), `featureGates.${gate}: false`),
  );
}

/** A gate that has to stay shut in several components: what nobody saw is told once where nothing was seen at all. */
function row(id: string, gate: string, components: readonly ComponentName[]): Check {
  const title = { en: `Feature gate ${gate} is on`, ja: `フィーチャーゲート ${gate} が有効` };
  const parts = components.map(component => toPart(id, title, gate, component));
  const decide = (view: ClusterView): readonly CheckFinding[] => {
    const findings = parts.flatMap(part => part.decide(view));
    return findings.every(({ subject }) => subject.kind === 'Cluster') ? findings.slice(0, 1) : findings;
  };
  return { id, title, severity: 'low', decide };
}

export const checks: readonly Check[] = [
  row('alpha-gates-on', 'AllAlpha', ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet']),
  row('dynamic-auditing-gate-on', 'DynamicAuditing', ['kube-apiserver']),
  row('dynamic-kubelet-config-gate-on', 'DynamicKubeletConfig', ['kubelet']),
];
