import { images } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { toRowId } from '../../list/row-id.ts';
import { listPage, listValues } from '../../list/store.ts';
import { findImage, type ImageRecord, imagesSource, listUses } from './store.ts';

export function createImagesFeature({ query }: ServerContext): Feature {
  return defineFeature(images, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<ImageRecord>(query, images.endpoints.list.list, request, imagesSource(principal));
      return { ...page, results: page.results.map(toImage) };
    },
    values: ({ principal, query: request }) => listValues(query, images.endpoints.list.list, request, imagesSource(principal)),
    get: async ({ principal, params }) => {
      const reference = Buffer.from(params.id, 'base64url').toString('utf8');
      const found = reference.includes('\0') ? undefined : await findImage(query, principal, reference);
      if (found === undefined) return refuseUnknown('image');
      const uses = await listUses(query, principal, reference);
      return { ...toImage(found), usedBy: uses.map(({ key, ...use }) => ({ workload: toRowId(use.cluster, key), ...use })) };
    },
  });
}

function toImage({ reference, digests, workloads, clusters, pinned }: ImageRecord) {
  return { id: Buffer.from(reference).toString('base64url'), reference, digests, workloads, clusters, pinned };
}
