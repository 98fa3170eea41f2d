import type { Event } from '@breakwater/model';
import { defineFacts } from '../fact.ts';
import { isSystemNamespace } from '../kinds.ts';
import type { EventSubject } from '../model/event-subject.ts';

const text = (doc: string, source: string, get: (event: Event) => string | undefined) => ({
  type: 'string',
  doc,
  source,
  get: ({ event }: EventSubject) => get(event) ?? '',
});

/** What every event says: who, where, when. What happened stands in the part that is called like its type. */
export const facts = defineFacts<EventSubject>('Event', {
  id: text('Unique', 'event.id', e => e.id),
  time: text('RFC 3339 UTC with nanoseconds', 'event.time', e => e.time),
  type: text('As process-exec', 'event.type', e => e.type),
  source: text('Whose record it is, as falco; empty for our agent', 'event.source', e => e.source),
  cluster: text('uid of the cluster; empty until a sensor has said which', 'event.cluster', e => e.cluster),
  node: text('Node that it happened on', 'event.node', e => e.node),
  namespace: text('Namespace; empty outside of pods and for what has none', 'event.namespace', e => e.namespace),
  systemNamespace: {
    type: 'bool',
    doc: 'Whether the namespace is one of Kubernetes itself, as kube-system',
    source: 'event.namespace',
    get: ({ event }) => event.namespace !== undefined && isSystemNamespace(event.namespace),
  },
  pod: text('Name of the pod; empty outside of pods', 'event.pod', e => e.pod),
  podUid: text('uid of the pod; empty outside of pods', 'event.podUid', e => e.podUid),
  workload: text('Kind and name of the workload, as Deployment/web; empty where it is not known', 'event.workload', e => e.workload),
  container: text('Name of the container; empty outside of pods', 'event.container', e => e.container),
  containerId: text('Id of the container; empty outside of containers', 'event.containerId', e => e.containerId),
  inContainer: {
    type: 'bool',
    doc: 'Whether it happened in a container',
    source: 'event.containerId, event.container',
    get: ({ event }) => (event.containerId ?? event.container ?? '') !== '',
  },
  image: text('Reference of the image; empty where it is not known', 'event.image', e => e.image),
  cgroup: text('Number of the cgroup; empty where it is not known', 'event.cgroup', e => e.cgroup),
});
