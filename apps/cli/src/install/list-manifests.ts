import { type InstallOptions, type Manifest, PART_OF } from './install-options.ts';
import { listNetworkPolicies } from './network-policies.ts';
import { listPermissions } from './permissions.ts';
import { listWorkloads } from './workloads.ts';

const LEVEL = 'pod-security.kubernetes.io';

/** Everything in the order in which it is applied. */
export function listManifests(options: InstallOptions): readonly Manifest[] {
  const namespace: Manifest = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: options.namespace,
      labels: { ...PART_OF, [`${LEVEL}/enforce`]: 'restricted', [`${LEVEL}/audit`]: 'restricted', [`${LEVEL}/warn`]: 'restricted' },
    },
  };
  return [namespace, ...listPermissions(options), ...listNetworkPolicies(options), ...listWorkloads(options)];
}
