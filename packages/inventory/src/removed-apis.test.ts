import { expect, test } from 'vitest';
import { findRemovedApi } from './removed-apis.ts';

/** apiVersion, kind, deprecated in, removed in, successor: https://kubernetes.io/docs/reference/using-api/deprecation-guide/ */
test.each<[string, string, number, number, string]>([
  ['extensions/v1beta1', 'Deployment', 9, 16, 'apps/v1'],
  ['extensions/v1beta1', 'DaemonSet', 9, 16, 'apps/v1'],
  ['extensions/v1beta1', 'NetworkPolicy', 9, 16, 'networking.k8s.io/v1'],
  ['extensions/v1beta1', 'Ingress', 14, 22, 'networking.k8s.io/v1'],
  ['extensions/v1beta1', 'IngressList', 14, 22, 'networking.k8s.io/v1'],
  ['extensions/v1beta1', 'PodSecurityPolicy', 10, 16, 'Pod Security admission'],
  ['apps/v1beta1', 'StatefulSet', 9, 16, 'apps/v1'],
  ['apps/v1beta2', 'ControllerRevision', 9, 16, 'apps/v1'],
  ['rbac.authorization.k8s.io/v1beta1', 'ClusterRole', 17, 22, 'rbac.authorization.k8s.io/v1'],
  ['networking.k8s.io/v1beta1', 'Ingress', 19, 22, 'networking.k8s.io/v1'],
  ['apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', 16, 22, 'apiextensions.k8s.io/v1'],
  ['batch/v1beta1', 'CronJob', 21, 25, 'batch/v1'],
  ['policy/v1beta1', 'PodDisruptionBudget', 21, 25, 'policy/v1'],
  ['policy/v1beta1', 'PodSecurityPolicy', 21, 25, 'Pod Security admission'],
  ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', 22, 25, 'autoscaling/v2'],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 23, 26, 'autoscaling/v2'],
  ['storage.k8s.io/v1beta1', 'CSIDriver', 19, 22, 'storage.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', 'CSIStorageCapacity', 24, 27, 'storage.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta1', 'FlowSchema', 23, 26, 'flowcontrol.apiserver.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 29, 32, 'flowcontrol.apiserver.k8s.io/v1'],
])('%s %s', (apiVersion, kind, deprecated, removed, successor) => {
  expect(findRemovedApi(apiVersion, kind)).toMatchObject({ apiVersion, deprecated, removed, successor });
});

test.each([
  ['apps/v1', 'Deployment'],
  ['v1', 'Pod'],
  ['batch/v1', 'CronJob'],
  ['batch/v1beta1', 'Job'],
  ['storage.k8s.io/v1beta1', 'VolumeAttributesClass'],
  ['networking.k8s.io/v1beta1', 'IPAddress'],
  ['example.com/v1beta1', 'Deployment'],
  ['', ''],
  ['constructor', 'Pod'],
])('%s %s stays', (apiVersion, kind) => {
  expect(findRemovedApi(apiVersion, kind)).toBe(undefined);
});
