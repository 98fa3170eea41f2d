import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';

const params = Type.Object({ id: Type.String() });

export const ImageRow = Type.Object({
  id: Type.String(),
  reference: Type.String(),
  digests: Type.Array(Type.String(), { description: 'That running pods report' }),
  workloads: Type.Integer(),
  clusters: Type.Integer(),
  pinned: Type.Boolean({ description: 'Whether the reference names a digest' }),
});

export const Image = Type.Object({
  ...ImageRow.properties,
  usedBy: Type.Array(
    Type.Object({
      workload: Type.String(),
      cluster: Type.String(),
      clusterName: Type.String(),
      namespace: Type.String(),
      kind: Type.String(),
      name: Type.String(),
      container: Type.String(),
    }),
  ),
});

export const resource = defineResource({
  name: 'images',
  doc: 'Images as they are referenced, with the digests that run',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/images',
      summary: 'Images',
      permission: 'view',
      query: ListQuery,
      list: {
        reference: { type: 'text', doc: 'Reference', sortable: true },
        cluster: { type: 'text', doc: 'Cluster, by id or name' },
        namespace: { type: 'text', doc: 'Namespace of a workload that uses it' },
        pinned: { type: 'boolean', doc: 'Whether the reference names a digest' },
        workloads: { type: 'number', doc: 'Workloads that use it', sortable: true },
      },
      answer: Page(ImageRow),
    },
    values: valuesOf('/api/v1/images'),
    get: { method: 'GET', path: '/api/v1/images/:id', summary: 'One image and who uses it', permission: 'view', params, answer: Image },
  },
});
