import { needOf, type Permission } from '@breakwater/rbac';

export const RBAC = 'rbac.authorization.k8s.io';
export const ADMISSION = 'admissionregistration.k8s.io';
export const CERTIFICATES = 'certificates.k8s.io';
export const WRITE = 'create,update,patch';
export const CHANGE = 'update,patch';

/** Kinds that make pods. https://kubernetes.io/docs/concepts/workloads/ */
function ofTemplates(verbs: string): readonly Permission[] {
  return [
    needOf(verbs, 'apps', 'deployments', 'daemonsets', 'statefulsets', 'replicasets'),
    needOf(verbs, 'batch', 'jobs', 'cronjobs'),
    needOf(verbs, '', 'replicationcontrollers'),
  ];
}

export const CREATE_PODS = needOf('create', '', 'pods');
/** P10 and P11: pods, or what makes them. */
export const CREATE_WORKLOADS = [CREATE_PODS, ...ofTemplates('create')];
export const CHANGE_WORKLOADS = ofTemplates(CHANGE);
/** P10 to P12 as writing: what lets somebody run a pod of one's own making. */
export const WRITE_WORKLOADS = [CREATE_PODS, ...ofTemplates(WRITE)];

/** An upgrade to a WebSocket is a GET, which was enough until 1.35 asked for create too (KEP-4006). */
export const STREAM_GET_UNTIL = 35;
