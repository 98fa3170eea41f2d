import type { Event } from '@breakwater/model';
import { toBaseName } from '../program-names.ts';
import type { TargetInstance } from '../targets.ts';
import type { EventSubject } from './event-subject.ts';
import { InventoryObject } from './object.ts';

const API_VERSIONS: Readonly<Record<string, string>> = {
  Pod: 'v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
};

/** Kinds of plurals that are not the plural of a word in small letters. */
const KINDS: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'ClusterRole ClusterRoleBinding ConfigMap CronJob DaemonSet Deployment Endpoints EndpointSlice HorizontalPodAutoscaler Ingress Job Lease LimitRange MutatingWebhookConfiguration ' +
    'Namespace NetworkPolicy Node PersistentVolume PersistentVolumeClaim Pod ReplicaSet ReplicationController ResourceQuota Role RoleBinding Secret SelfSubjectAccessReview ' +
    'SelfSubjectRulesReview Service ServiceAccount StatefulSet SubjectAccessReview TokenReview ValidatingWebhookConfiguration'
  )
    .split(' ')
    .map(kind => [toPlural(kind.toLowerCase()), kind]),
);

function toPlural(word: string): string {
  if (word === 'endpoints') return word;
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return /(?:s|x)$/.test(word) ? `${word}es` : `${word}s`;
}

/** What an event is of: the workload, else the pod, else the node; of an audit event the object that was asked about. */
export function toEventObject(event: Event): InventoryObject {
  const { namespace = '' } = event;
  return new InventoryObject({ value: event.audit === undefined ? toWorkload(event) : toAudited(event.audit, namespace) }, namespace);
}

type Raw = Readonly<Record<string, unknown>>;

function toWorkload({ workload, pod, podUid, namespace, node, containerId = '' }: Event): Raw {
  const [kind = '', name = ''] = (workload ?? '').split('/');
  if (name !== '') return { apiVersion: API_VERSIONS[kind] ?? '', kind, metadata: { name, namespace } };
  if (pod !== undefined)
    return { apiVersion: 'v1', kind: 'Pod', metadata: { name: pod, namespace, ...(podUid === undefined ? {} : { uid: podUid }) } };
  if (containerId !== '') return { apiVersion: '', kind: 'Container', metadata: { name: containerId.slice(0, 12) } };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: node } };
}

function toAudited({ group = '', version = '', resource, name, uri = '', request }: NonNullable<Event['audit']>, namespace: string): Raw {
  if (resource === '') return { apiVersion: '', kind: 'URL', metadata: { name: toBaseName(uri) === '' ? uri : uri.split('?')[0] } };
  const sent = request?.['kind'];
  const kind = KINDS[resource] ?? (typeof sent === 'string' ? sent : resource);
  return { apiVersion: group === '' ? version : `${group}/${version}`, kind, metadata: { name: name ?? '', namespace } };
}

/** An event as a policy judges it; `object` is what it is of. */
export function toEventInstance(subject: EventSubject, object: InventoryObject): TargetInstance {
  const { container, image } = subject.event;
  return {
    object,
    ...(container === undefined ? {} : { container }),
    ...(image === undefined ? {} : { images: [image] }),
    path: [],
    subjects: { event: subject, process: subject, context: subject },
    roots: {},
  };
}
