import type { Manifest } from './install-options.ts';

const READING = ['get', 'list', 'watch'] as const;

/**
 * What the API server is to record. Bodies only where policies judge them; never of what holds secrets by its nature, since what is recorded is stored elsewhere, too.
 */
export function toAuditPolicy(): Omit<Manifest, 'metadata'> {
  return {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    rules: [
      {
        level: 'Metadata',
        resources: [
          { group: '', resources: ['secrets', 'serviceaccounts/token'] },
          { group: 'authentication.k8s.io', resources: ['tokenreviews'] },
        ],
      },
      // Machines that say that they live, and look whether something has changed: by the thousand.
      { level: 'None', resources: [{ group: 'coordination.k8s.io', resources: ['leases'] }] },
      { level: 'None', resources: [{ group: '', resources: ['events'] }, { group: 'events.k8s.io' }] },
      { level: 'None', userGroups: ['system:nodes'], verbs: READING },
      { level: 'None', userGroups: ['system:nodes'], resources: [{ group: '', resources: ['nodes/status', 'pods/status'] }] },
      { level: 'None', users: ['system:kube-scheduler', 'system:kube-controller-manager', 'system:apiserver'], verbs: READING },
      { level: 'None', nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version'] },
      // Who only reads sends nothing that could be judged.
      { level: 'Metadata', verbs: READING },
      {
        level: 'Request',
        resources: [
          {
            group: '',
            resources: [
              ...['pods', 'pods/ephemeralcontainers', 'pods/exec', 'pods/attach', 'pods/portforward', 'replicationcontrollers'],
              ...['services', 'configmaps', 'namespaces', 'nodes', 'serviceaccounts', 'persistentvolumes'],
            ],
          },
          { group: 'apps' },
          { group: 'batch' },
          { group: 'rbac.authorization.k8s.io' },
          { group: 'networking.k8s.io' },
          { group: 'admissionregistration.k8s.io' },
          { group: 'certificates.k8s.io' },
        ],
      },
      { level: 'Metadata' },
    ],
  };
}
