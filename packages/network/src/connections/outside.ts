import type { Pod } from '../world.ts';

/** A controller of Ingresses or Gateways: which pod it is, no manifest says, so what selects by labels is in doubt. */
export const INGRESS_CONTROLLER: Pod = { ...createStranger('{ingress-controller}'), isUnknown: true };

/** A pod without labels, of a namespace that nobody has heard of: what it reaches, every pod of the cluster may reach. */
export const ANY_POD: Pod = createStranger('{any-pod}');

function createStranger(name: string): Pod {
  return { kind: 'pod', namespace: name, name, labels: {}, addresses: [], ports: [], hostNetwork: false };
}
