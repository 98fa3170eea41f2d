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
    packages: Type.Optional(Type.Array(Type.String({ description: 'Name, name@version or purl of a package in an image' }))),
    files: Type.Optional(Type.Array(Type.String({ description: 'Path of the manifest, from any of its folders on' }))),
    fields: Type.Optional(Type.Array(Type.String({ description: 'Field path inside the object, as spec.containers[0].image' }))),
  },
  {
    $id: 'scope',
    additionalProperties: false,
    description: 'Which clusters, namespaces, workloads, labels, images, packages, files and fields are meant',
  },
);
export type Scope = Static<typeof Scope>;
