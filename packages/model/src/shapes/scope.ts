import { type Static, Type } from 'typebox';

/** Which targets something speaks about. Every list narrows; an absent list means "any". Names may hold `*`. */
export const Scope = Type.Object(
  {
    clusters: Type.Optional(Type.Array(Type.String())),
    namespaces: Type.Optional(Type.Array(Type.String())),
    workloads: Type.Optional(Type.Array(Type.String({ description: 'kind/name or name' }))),
    containers: Type.Optional(Type.Array(Type.String())),
    labels: Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'All must be present with this value' })),
    images: Type.Optional(Type.Array(Type.String({ description: 'Reference or digest' }))),
  },
  { $id: 'scope', additionalProperties: false, description: 'Which clusters, namespaces, workloads, labels and images are meant' },
);
export type Scope = Static<typeof Scope>;
