import type { Texts } from '../check/check.ts';
import type { ClusterView } from '../cluster-view.ts';
import type { Component } from '../evidence/component.ts';
import { describeFlagFix } from './flag-fix.ts';

/**
 * The change of a kubelet's configuration on its distribution.
 *
 * @param line as KubeletConfiguration has it, `readOnlyPort: 0`; empty where there is none
 * @param gone a flag that is to go
 */
export function describeKubeletFix(view: ClusterView, kubelet: Component, line: string, gone?: string): Texts {
  const distribution = view.findDistribution(kubelet);
  const file = kubelet.flags.get('config');
  if (kubelet.given !== undefined && gone === undefined) {
    const [place, command] = [kubelet.given.source, 'kubeadm upgrade node phase kubelet-config && systemctl restart kubelet'];
    const en = `in ${place} set ${line}, then on each node ${command}`;
    return { en, ja: `${place} で ${line} を設定し、各ノードで ${command} を実行してください` };
  }
  if (gone !== undefined) return describeFlagFix(distribution, 'kubelet', [`-${gone}`]);
  if (distribution === 'eks' || distribution === 'gke' || distribution === 'aks') {
    const en = `set ${line} in the kubelet configuration of the node group, and replace its nodes`;
    return { en, ja: `ノードグループの kubelet 設定で ${line} を設定し、ノードを入れ替えてください` };
  }
  if (distribution === 'talos') {
    const en = `in the machine configuration set machine.kubelet.extraConfig ${line}, then apply it with talosctl`;
    return { en, ja: `マシン設定の machine.kubelet.extraConfig に ${line} を設定し、talosctl で適用してください` };
  }
  const place = file ?? kubelet.flags.get('config-dir') ?? '/var/lib/kubelet/config.yaml';
  const unit = distribution === 'k3s' || distribution === 'rke2' ? `${distribution}-agent (or ${distribution}-server)` : 'kubelet';
  return {
    en: `in ${place} set ${line}, then systemctl restart ${unit}`,
    ja: `${place} で ${line} を設定し、systemctl restart ${unit} を実行してください`,
  };
}
