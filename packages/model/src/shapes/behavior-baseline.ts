import { type Static, Type } from 'typebox';

const Names = Type.Array(Type.String());
const Count = Type.Integer({ minimum: 0 });
const Time = Type.String({ description: 'RFC 3339 UTC' });
const strict = { additionalProperties: false } as const;

/** What a baseline is about: all replicas of one version of a workload share it. */
export const BehaviorSubject = Type.Object(
  {
    cluster: Type.String(),
    namespace: Type.String(),
    workload: Type.String({ description: 'Kind and name, as Deployment/web' }),
    version: Type.String({ description: 'Hash of the pod template, else digests of the images; empty where neither is known' }),
    container: Type.String(),
  },
  { $id: 'behavior-subject', ...strict, description: 'What a baseline is about: all replicas of one version of a workload share it' },
);
export type BehaviorSubject = Static<typeof BehaviorSubject>;

/** A program that runs, how it is called, by whom, and what starts it. `⋯` stands for any one word, `⋯⋯` for any number of them. */
export const LearnedProcess = Type.Object(
  {
    path: Type.String({ description: 'Of the program; numbers and random words of temporary folders are ⋯' }),
    entry: Type.Enum(['init', 'exec'], {
      description: 'Whether it descends from the first process of its container, or came in from outside',
    }),
    arguments: Type.Array(Names, { description: 'Shapes of what follows the name of the program; # stands for a number' }),
    users: Type.Array(Type.String(), { description: 'uids; ⋯ for any' }),
    parents: Type.Array(Type.String(), { description: 'Paths of the programs that start it; ⋯ for any' }),
    firstSeen: Time,
  },
  { $id: 'learned-process', ...strict, description: 'A program that runs, how it is called, by whom, and what starts it' },
);
export type LearnedProcess = Static<typeof LearnedProcess>;

/** Kinds of the other end of a connection that are learned. */
export const LEARNED_PEERS = ['workload', 'service', 'node', 'api-server', 'metadata', 'loopback', 'name', 'address'] as const;

export const LearnedPeer = Type.Object(
  {
    direction: Type.Enum(['ingress', 'egress']),
    protocol: Type.String({ description: 'As tcp' }),
    port: Type.String({ description: 'Of the side that listens; ⋯ for any from 32768 on' }),
    kind: Type.Enum([...LEARNED_PEERS]),
    peer: Type.String({ description: 'shop/Deployment/web, *.example.com, 10.0.0.0/24; empty where the kind says it all' }),
    firstSeen: Time,
  },
  { $id: 'learned-peer', ...strict, description: 'The other end of connections' },
);
export type LearnedPeer = Static<typeof LearnedPeer>;

const LearnedListener = Type.Object({ protocol: Type.String(), port: Type.String(), firstSeen: Time }, strict);
const LearnedFile = Type.Object({ access: Type.Enum(['read', 'write']), path: Type.String(), firstSeen: Time }, strict);
const LearnedName = Type.Object(
  { name: Type.String({ description: 'As asked for; *.example.com for any below' }), firstSeen: Time },
  strict,
);

const LearnedCall = Type.Object(
  { verb: Type.String(), resource: Type.String({ description: 'As pods/exec' }), namespace: Type.String(), firstSeen: Time },
  strict,
);

/** What a container of a workload version does: learned until it is locked. */
export const BehaviorBaseline = Type.Object(
  {
    schema: Type.Literal('breakwater/behavior-baseline'),
    version: Type.Literal('1'),
    subject: BehaviorSubject,
    state: Type.Enum(['learning', 'locked']),
    lockedBy: Type.Optional(Type.String({ description: 'Who locked it; `steadiness` for by itself' })),
    lockedAt: Type.Optional(Time),
    coverage: Type.Enum(['full', 'partial'], { description: 'partial: no container was seen from its start' }),
    follows: Type.Optional(Type.String({ description: 'The version that it started from' })),
    since: Type.String({ description: 'When learning began: RFC 3339 UTC' }),
    lastSeen: Time,
    lastNew: Type.String({ description: 'When something new was learned last: RFC 3339 UTC' }),
    events: Type.Integer({ minimum: 0, description: 'That were learned from' }),
    pods: Type.Array(Type.String(), { description: 'uids of pods that were learned from, the first hundred' }),
    processes: Type.Array(LearnedProcess),
    peers: Type.Array(LearnedPeer),
    listeners: Type.Array(LearnedListener),
    files: Type.Array(LearnedFile),
    names: Type.Array(LearnedName),
    calls: Type.Array(LearnedCall, { description: 'Of a user: what was asked of the API server' }),
    syscalls: Type.Optional(Type.Array(Type.String(), { description: 'System calls that were made; absent where nobody looked' })),
    allowed: Type.Optional(Type.Array(Type.String(), { description: 'Entries that somebody said are normal' })),
    seeded: Type.Optional(Type.Array(Type.String(), { description: 'Entries that the manifest promised before they were seen' })),
    removed: Type.Array(Type.String(), { description: 'Entries that somebody took out; they are not learned again' }),
    suppressed: Type.Object(
      { processes: Count, arguments: Count, peers: Count, files: Count, names: Count, calls: Count },
      { ...strict, description: 'Events whose news did not fit in; what did not is new whenever it comes' },
    ),
  },
  {
    $id: 'behavior-baseline',
    ...strict,
    description: 'What a container of a workload version does: learned until it is locked',
  },
);
export type BehaviorBaseline = Static<typeof BehaviorBaseline>;
