import { type Static, Type } from 'typebox';

export const EVENT_TYPES = [
  'process-exec',
  'process-exit',
  'connect',
  'accept',
  'listen',
  'dns',
  'file-open',
  'privilege',
  'syscalls',
  'kube-audit',
] as const;

/**
 * What is special about a process: `memfd`, `deleted` (no name leads to its program), `script` (an interpreter runs it), `secure` (its program raised its
 * rights), `applet` (it took another name and executed nothing, as programs of BusyBox do), `running` (it ran before the agent started), `stdin-socket`,
 * `stdout-socket`, `killed` (the agent ended it before its first instruction), `runtime` (the container runtime on its way into the container).
 */
export const PROCESS_TRAITS = [
  'memfd',
  'deleted',
  'script',
  'secure',
  'applet',
  'running',
  'stdin-socket',
  'stdout-socket',
  'killed',
  'runtime',
] as const;

/** What is done to a file. */
export const FILE_OPERATIONS = ['read', 'write', 'create', 'rename', 'link', 'symlink', 'unlink', 'chmod'] as const;

const Count = Type.Integer({ minimum: 0 });
const Endpoint = Type.Object({ address: Type.String(), port: Type.Integer({ minimum: 0, maximum: 65535 }) });
const Protocol = Type.String({ description: 'tcp, udp, icmp or unix; else its number' });
const Connection = { protocol: Protocol, local: Endpoint, remote: Endpoint };
const Layer = Type.Enum(['lower', 'upper'], {
  description: 'Of an overlay: of the image, or written since the container started; absent for other file systems',
});

/** One process of an ancestor chain, nearest first. */
export const Ancestor = Type.Object(
  {
    id: Type.String(),
    exe: Type.String(),
    argv: Type.Array(Type.String()),
    uid: Type.Integer(),
    name: Type.Optional(Type.String({ description: 'As it names itself' })),
  },
  { $id: 'ancestor', description: 'One process of an ancestor chain' },
);

/** The process that an event speaks of. */
export const Process = Type.Object(
  {
    id: Type.String({ description: 'Unique over reboots: node, boot, pid and start time' }),
    parentId: Type.Optional(Type.String()),
    pid: Type.Optional(Type.Integer({ minimum: 0, description: 'As the node counts' })),
    containerPid: Type.Optional(Type.Integer({ minimum: 0, description: 'As the container counts' })),
    name: Type.Optional(Type.String({ description: 'As it names itself, at most 15 bytes; not to be trusted' })),
    exe: Type.String({ description: 'Path of the program, resolved; empty where it is not known' }),
    called: Type.Optional(Type.String({ description: 'The path that was executed as it was called; of a script its own' })),
    interpreter: Type.Optional(Type.String({ description: 'Of a script' })),
    argv: Type.Array(Type.String()),
    argvTruncated: Type.Boolean(),
    cwd: Type.Optional(Type.String()),
    uid: Type.Integer(),
    gid: Type.Optional(Type.Integer()),
    effectiveUid: Type.Optional(Type.Integer()),
    loginUid: Type.Optional(Type.Integer({ description: 'Who logged in; absent for nobody' })),
    tty: Type.Optional(Type.String()),
    layer: Type.Optional(Layer),
    sha256: Type.Optional(
      Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of the program, where its file is not one of the image and could be read' }),
    ),
    package: Type.Optional(Type.String({ description: 'purl of the package of the image that owns the program; said by a sensor' })),
    traits: Type.Optional(Type.Array(Type.Enum([...PROCESS_TRAITS]))),
    entry: Type.Optional(
      Type.Enum(['init', 'exec'], {
        description:
          'Whether it descends from the first process of its container, or came in from outside, as with kubectl exec and probes',
      }),
    ),
    capabilities: Type.Optional(Type.Array(Type.String(), { description: 'Effective ones, as CAP_SYS_ADMIN' })),
    environment: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'Only what changes how programs are loaded, as LD_PRELOAD' }),
    ),
    ancestors: Type.Array(Ancestor),
    ancestorsTruncated: Type.Optional(Type.Boolean({ description: 'There are more, or they were not seen' })),
  },
  { $id: 'process', description: 'The process that an event speaks of' },
);

/** Something that a container did, or that the API server recorded. Times in RFC 3339 UTC; 64-bit numbers are strings. */
export const Event = Type.Object(
  {
    id: Type.String({ description: 'node/bootId/sequence' }),
    time: Type.String({ description: 'RFC 3339 UTC with nanoseconds' }),
    type: Type.Enum([...EVENT_TYPES]),
    cluster: Type.String({ description: 'Empty until a sensor has said which' }),
    node: Type.String(),
    source: Type.Optional(
      Type.Enum(['falco', 'tetragon', 'kube-audit'], {
        description:
          'Whose record it is; absent for our agent. What others do not record is not known, whereas our agent leaves out what is not so',
      }),
    ),
    namespace: Type.Optional(Type.String()),
    pod: Type.Optional(Type.String()),
    podUid: Type.Optional(Type.String()),
    workload: Type.Optional(Type.String({ description: 'Kind and name, as Deployment/web' })),
    container: Type.Optional(Type.String()),
    containerId: Type.Optional(Type.String()),
    image: Type.Optional(Type.String()),
    imageDigest: Type.Optional(
      Type.String({ description: 'Of the image that was read, where the program is one of its files; said by a sensor' }),
    ),
    cgroup: Type.Optional(Type.String({ description: 'Number of the cgroup, by which the agent of the node can refuse' })),
    process: Type.Optional(Process),
    exit: Type.Optional(Type.Object({ code: Type.Optional(Count), signal: Type.Optional(Count) })),
    connect: Type.Optional(
      Type.Object({
        ...Connection,
        result: Type.String({
          description: 'started, or why it failed, as ECONNREFUSED; one that fails after it was started is told twice',
        }),
      }),
    ),
    accept: Type.Optional(Type.Object(Connection)),
    listen: Type.Optional(Type.Object({ protocol: Protocol, local: Endpoint })),
    dns: Type.Optional(
      Type.Object({
        query: Type.String(),
        type: Type.String({ description: 'As AAAA' }),
        answers: Type.Array(Type.String(), { description: 'Addresses and names' }),
        code: Type.Optional(Type.String({ description: 'Of an answer, as NOERROR; absent for a question' })),
        server: Type.Optional(Type.String({ description: 'Who was asked' })),
      }),
    ),
    file: Type.Optional(
      Type.Object({
        path: Type.String({ description: 'Resolved: what was opened, whichever path led there' }),
        operation: Type.Enum([...FILE_OPERATIONS]),
        flags: Type.Array(Type.String(), { description: 'As O_CREAT' }),
        called: Type.Optional(Type.String({ description: 'As it was called' })),
        alias: Type.Optional(Type.String({ description: 'Another name of the same file, which is a watched one' })),
        target: Type.Optional(Type.String({ description: 'Of a rename and of a link: where it leads' })),
        mode: Type.Optional(Type.String({ description: 'New rights, octal' })),
        outside: Type.Optional(Type.Boolean({ description: 'The file is not below the root that the process sees' })),
      }),
    ),
    privilege: Type.Optional(
      Type.Object({
        operation: Type.String(),
        detail: Type.Record(Type.String(), Type.String()),
        result: Type.Optional(Type.String({ description: 'Why it failed, as EPERM; absent where it did not' })),
      }),
    ),
    syscalls: Type.Optional(
      Type.Object({ names: Type.Array(Type.String(), { description: 'That the container has made since it started, sorted' }) }),
    ),
    audit: Type.Optional(
      Type.Object({
        user: Type.String(),
        groups: Type.Array(Type.String()),
        verb: Type.String(),
        resource: Type.String(),
        subresource: Type.Optional(Type.String()),
        name: Type.Optional(Type.String()),
        allowed: Type.Boolean(),
        code: Type.Integer({ description: 'Of the response, as 403; 0 where there is none yet' }),
        sourceIps: Type.Array(Type.String()),
        stage: Type.Optional(Type.String({ description: 'As ResponseComplete' })),
        level: Type.Optional(Type.String({ description: 'As Metadata, which has no request' })),
        uid: Type.Optional(Type.String()),
        extra: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()), { description: 'Of the user' })),
        impersonated: Type.Optional(
          Type.Object({ user: Type.String(), groups: Type.Array(Type.String()) }, { description: 'Whom the user acts as' }),
        ),
        group: Type.Optional(Type.String({ description: 'API group; empty for core' })),
        version: Type.Optional(Type.String()),
        uri: Type.Optional(Type.String()),
        userAgent: Type.Optional(Type.String()),
        annotations: Type.Optional(Type.Record(Type.String(), Type.String())),
        reason: Type.Optional(Type.String({ description: 'Of the response, as Forbidden' })),
        message: Type.Optional(Type.String({ description: 'Of the response' })),
        request: Type.Optional(
          Type.Record(Type.String(), Type.Unknown(), { description: 'Object that was sent, without values that may be secret' }),
        ),
        words: Type.Optional(
          Type.Array(Type.String(), { description: 'Words for credentials that the values left out of the request hold, as password' }),
        ),
      }),
    ),
  },
  { $id: 'event', description: 'Something that a container did, or that the API server recorded' },
);
export type Event = Static<typeof Event>;
