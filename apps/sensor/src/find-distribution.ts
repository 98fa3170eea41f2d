/** Marks that distributions leave in the version of their API server. */
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/-eks-/, 'eks'],
  [/-gke\./, 'gke'],
  [/-aks|\+aks/, 'aks'],
  [/\+k3s/, 'k3s'],
  [/\+rke2/, 'rke2'],
  [/\+k0s/, 'k0s'],
  [/\+vmware/, 'tanzu'],
];

/** Distribution of a cluster by its version, as `eks` for `v1.34.1-eks-99d6cc0`; undefined when it does not say. */
export function findDistribution(version: string): string | undefined {
  return MARKS.find(([mark]) => mark.test(version))?.[1];
}
