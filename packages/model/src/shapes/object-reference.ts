import { type Static, Type } from 'typebox';

/** Identity of one Kubernetes object. */
export const ObjectReference = Type.Object(
  {
    cluster: Type.String({ description: 'uid of namespace kube-system, or `file:` and a name for files' }),
    apiVersion: Type.String(),
    kind: Type.String(),
    namespace: Type.String({ description: 'Empty for cluster-scoped objects and where a file does not say' }),
    name: Type.String(),
    uid: Type.Optional(Type.String()),
  },
  { $id: 'object-reference', description: 'Identity of one Kubernetes object' },
);
export type ObjectReference = Static<typeof ObjectReference>;
