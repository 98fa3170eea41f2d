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
  'kube-audit',
] as const;

const Endpoint = Type.Object({ address: Type.String(), port: Type.Integer({ minimum: 0, maximum: 65535 }) });

/** One process of an ancestor chain, nearest first. */
export const Ancestor = Type.Object(
  { id: Type.String(), exe: Type.String(), argv: Type.Array(Type.String()), uid: Type.Integer() },
  { $id: 'ancestor', description: 'One process of an ancestor chain' },
);

/** The process that an event speaks of. */
export const Process = Type.Object(
  {
    id: Type.String({ description: 'Unique over reboots: node, boot, pid and start time' }),
    parentId: Type.Optional(Type.String()),
    exe: Type.String(),
    argv: Type.Array(Type.String()),
    argvTruncated: Type.Boolean(),
    cwd: Type.Optional(Type.String()),
    uid: Type.Integer(),
    ancestors: Type.Array(Ancestor),
  },
  { $id: 'process', description: 'The process that an event speaks of' },
);

/** Something that a container did, or that the API server recorded. Times in RFC 3339 UTC; 64-bit numbers are strings. */
export const Event = Type.Object(
  {
    id: Type.String({ description: 'node/bootId/sequence' }),
    time: Type.String({ description: 'RFC 3339 UTC with nanoseconds' }),
    type: Type.Enum([...EVENT_TYPES]),
    cluster: Type.String(),
    node: Type.String(),
    namespace: Type.Optional(Type.String()),
    pod: Type.Optional(Type.String()),
    podUid: Type.Optional(Type.String()),
    workload: Type.Optional(Type.String()),
    container: Type.Optional(Type.String()),
    containerId: Type.Optional(Type.String()),
    image: Type.Optional(Type.String()),
    process: Type.Optional(Process),
    connect: Type.Optional(Type.Object({ protocol: Type.String(), local: Endpoint, remote: Endpoint, result: Type.String() })),
    listen: Type.Optional(Type.Object({ protocol: Type.String(), local: Endpoint })),
    dns: Type.Optional(Type.Object({ query: Type.String(), type: Type.String(), answers: Type.Array(Type.String()) })),
    file: Type.Optional(Type.Object({ path: Type.String(), operation: Type.String(), flags: Type.Array(Type.String()) })),
    privilege: Type.Optional(Type.Object({ operation: Type.String(), detail: Type.Record(Type.String(), Type.String()) })),
    audit: Type.Optional(
      Type.Object({
        user: Type.String(),
        groups: Type.Array(Type.String()),
        verb: Type.String(),
        resource: Type.String(),
        subresource: Type.Optional(Type.String()),
        name: Type.Optional(Type.String()),
        allowed: Type.Boolean(),
        code: Type.Integer(),
        sourceIps: Type.Array(Type.String()),
      }),
    ),
  },
  { $id: 'event', description: 'Something that a container did, or that the API server recorded' },
);
export type Event = Static<typeof Event>;
