import { type Static, Type } from 'typebox';

/** One end of a flow: a workload of the cluster, or an address outside. */
export const FlowEnd = Type.Object(
  {
    namespace: Type.Optional(Type.String()),
    workload: Type.Optional(Type.String()),
    address: Type.Optional(Type.String()),
  },
  { $id: 'flow-end', description: 'One end of a flow' },
);

/** Connections between the same two ends, counted. */
export const Flow = Type.Object(
  {
    src: FlowEnd,
    dst: FlowEnd,
    protocol: Type.Enum(['TCP', 'UDP', 'SCTP']),
    port: Type.Integer({ minimum: 0, maximum: 65535 }),
    direction: Type.Enum(['ingress', 'egress']),
    count: Type.String({ description: '64-bit number as a string' }),
    firstSeen: Type.String(),
    lastSeen: Type.String(),
  },
  { $id: 'flow', description: 'Connections between the same two ends, counted' },
);
export type Flow = Static<typeof Flow>;
