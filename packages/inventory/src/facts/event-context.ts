import { defineFacts } from '../fact.ts';
import { type EventSubject, fromContext, orNotCovered } from '../model/event-subject.ts';

/** What is known around an event. A part that was not looked at is not covered. */
export const facts = defineFacts<EventSubject>('EventContext', {
  covers: {
    type: 'list(string)',
    doc: 'What was looked at: baseline, image, image.file, image.entrypoint, network, peer, signals',
    source: 'context',
    get: ({ context }) => [...Object.keys(context), ...Object.keys(context.image ?? {}).map(part => `image.${part}`)],
  },
  'baseline.locked': {
    type: 'bool',
    doc: 'Whether the baseline has been learned; only then it violates',
    source: 'context.baseline.state',
    get: fromContext('baseline', b => b.state === 'locked'),
  },
  'baseline.full': {
    type: 'bool',
    doc: 'Whether learning saw the container from its start',
    source: 'context.baseline.coverage',
    get: fromContext('baseline', b => b.coverage === 'full'),
  },
  'baseline.verdict': {
    type: 'string',
    doc: 'known, new-path, new-arguments, new-user, new-parent, new-peer, new-listener, new-file, new-name, new-call, new-syscall or removed',
    source: 'context.baseline.verdict',
    get: fromContext('baseline', b => b.verdict),
  },
  'baseline.detail': {
    type: 'string',
    doc: 'What is new, in words',
    source: 'context.baseline.detail',
    get: fromContext('baseline', b => b.detail ?? ''),
  },
  'image.file': {
    type: 'string',
    doc: 'The program against the files of the image: same, changed or absent',
    source: 'context.image.file',
    get: fromContext('image', i => orNotCovered(i.file, 'context.image.file')),
  },
  'image.entrypoint': {
    type: 'bool',
    doc: 'Of the first process: whether it is what image and manifest say',
    source: 'context.image.entrypoint',
    get: fromContext('image', i => orNotCovered(i.entrypoint, 'context.image.entrypoint')),
  },
  'image.package': {
    type: 'string',
    doc: 'purl of the package that owns the program; empty for none',
    source: 'context.image.package',
    get: fromContext('image', i => i.package ?? ''),
  },
  'image.exploited': {
    type: 'list(string)',
    doc: 'Known exploited vulnerabilities of that package',
    source: 'context.image.exploited',
    get: fromContext('image', i => orNotCovered(i.exploited, 'context.image.exploited')),
  },
  'network.denied': {
    type: 'bool',
    doc: 'Whether the network policies deny what came about',
    source: 'context.network.verdict',
    get: fromContext('network', n => n.verdict === 'denied'),
  },
  'network.by': {
    type: 'list(string)',
    doc: 'Network policies that say so',
    source: 'context.network.by',
    get: fromContext('network', n => n.by ?? []),
  },
  'peer.kind': {
    type: 'string',
    doc: 'workload, service, node, api-server, metadata, loopback or external',
    source: 'context.peer.kind',
    get: fromContext('peer', p => p.kind),
  },
  'peer.namespace': {
    type: 'string',
    doc: 'Namespace of the other end; empty for none',
    source: 'context.peer.namespace',
    get: fromContext('peer', p => p.namespace ?? ''),
  },
  'peer.name': {
    type: 'string',
    doc: 'As Deployment/web; empty where it is not known',
    source: 'context.peer.name',
    get: fromContext('peer', p => p.name ?? ''),
  },
  'peer.names': {
    type: 'list(string)',
    doc: 'DNS names that led to the address',
    source: 'context.peer.names',
    get: fromContext('peer', p => p.names ?? []),
  },
  signals: {
    type: 'list(Signal)',
    doc: 'What detectors say that look at several events',
    source: 'context.signals',
    get: fromContext('signals', s => s),
  },
});
