import type { ClusterView } from '../cluster-view.ts';
import type { Component } from '../evidence/component.ts';

/** Kubelets, by all that tells of them: their process, what they say themselves, and what kubeadm gives to those of which nobody saw either. */
export function listKubelets(view: ClusterView): readonly Component[] {
  return [...view.listComponents('kubelet'), ...listAsked(view), ...listGiven(view)];
}

const UNSEEN = { name: 'kubelet', origin: 'process', flags: new Map(), environment: new Map() } as const;

/** Kubelets that said how they are configured, though nobody saw their process. */
function listAsked(view: ClusterView): readonly Component[] {
  const seen = listSeen(view);
  return view.nodes
    .filter(({ name, configz }) => configz !== undefined && !seen.has(name))
    .map(({ name, files }) => ({
      ...UNSEEN,
      subject: { kind: 'Node', name },
      node: name,
      files,
      partial: 'the process of the kubelet was not seen, only its configuration',
    }));
}

const [NAMESPACE, NAME] = ['kube-system', 'kubelet-config'];

/**
 * What kubeadm gives to each node that joins or is upgraded, once for all nodes of which nobody saw more.
 * https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/kubelet-integration/
 */
function listGiven(view: ClusterView): readonly Component[] {
  const value = view.readConfigMap(NAMESPACE, NAME, 'kubelet');
  const seen = listSeen(view);
  const isSeen = view.nodes.length > 0 && view.nodes.every(({ name, configz }) => seen.has(name) || configz !== undefined);
  if (value === undefined || isSeen || (view.distribution !== 'kubeadm' && view.distribution !== 'unknown')) return [];
  return [
    {
      ...UNSEEN,
      subject: { kind: 'ConfigMap', namespace: NAMESPACE, name: NAME },
      node: '',
      files: undefined,
      partial: 'no kubelet was seen, only the configuration that kubeadm gives to nodes',
      given: { source: `ConfigMap ${NAMESPACE}/${NAME}`, value },
    },
  ];
}

function listSeen(view: ClusterView): ReadonlySet<string> {
  return new Set(view.listComponents('kubelet').map(({ node }) => node));
}
