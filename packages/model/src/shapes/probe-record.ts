import { type Static, Type } from 'typebox';

/** What was asked. */
const PROBES = [
  'api-anonymous',
  'api-invented-user',
  'api-tls',
  'api-tls-old',
  'kubelet-anonymous',
  'kubelet-read-only',
  'kubelet-tls',
  'etcd-anonymous',
  'metadata-service',
] as const;

const ProbeTls = Type.Object({
  version: Type.String({ description: 'As TLSv1.3' }),
  cipher: Type.String(),
  subject: Type.String(),
  issuer: Type.String(),
  notAfter: Type.String({ description: 'RFC 3339 UTC' }),
});

/** What an address of the cluster said to somebody without credentials, or what the API server said of somebody invented. */
const ProbeAnswer = Type.Object({
  probe: Type.Enum([...PROBES]),
  kind: Type.String({ description: 'Node, or Cluster' }),
  name: Type.String(),
  address: Type.String({ description: 'Host and port that were asked' }),
  outcome: Type.Enum(['answered', 'refused', 'unreachable', 'failed'], {
    description:
      'refused: nothing listens, or the handshake was turned down; unreachable: no answer in time; failed: the question could not be put',
  }),
  status: Type.Optional(Type.Integer({ description: 'HTTP status' })),
  detail: Type.String({ description: 'What was said, shortened; empty where nothing was' }),
  tls: Type.Optional(ProbeTls),
});
export type ProbeAnswer = Static<typeof ProbeAnswer>;

/** Answers of a running cluster to harmless questions, and how its kubelets say that they are configured: version 1 of the shape. */
export const ProbeRecord = Type.Object(
  {
    schema: Type.Literal('probes/1'),
    takenAt: Type.String({ description: 'RFC 3339 UTC' }),
    serverVersion: Type.Optional(Type.String({ description: 'As v1.34.1, of the API server' })),
    answers: Type.Array(ProbeAnswer),
    configz: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()), { description: 'Configuration of kubelets by node' }),
  },
  { $id: 'probe-record', description: 'Answers of a running cluster to harmless questions' },
);
export type ProbeRecord = Static<typeof ProbeRecord>;
