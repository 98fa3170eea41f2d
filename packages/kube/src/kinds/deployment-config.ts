import { defineKind } from '../kind.ts';

export const kind = defineKind({
  group: 'apps.openshift.io',
  kind: 'DeploymentConfig',
  plural: 'deploymentconfigs',
  optional: true,
  status: ['replicas', 'readyReplicas'],
});
