import { watchedImages } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { isUuid } from '../../list/row-id.ts';
import { listPage } from '../../list/store.ts';
import { isReference } from '../../scanners/is-reference.ts';
import { addWatched, deleteWatched, findWatched, updateWatched, type WatchedRecord, watchedSource } from './store.ts';

export function createWatchedImagesFeature({ query }: ServerContext): Feature {
  const get = async (id: string): Promise<WatchedRecord> =>
    (isUuid(id) ? await findWatched(query, id) : undefined) ?? refuseUnknown('watched image');
  return defineFeature(watchedImages, {
    list: async ({ query: request }) => {
      const page = await listPage<WatchedRecord>(query, watchedImages.endpoints.list.list, request, watchedSource);
      return { ...page, results: [...page.results] };
    },
    create: async ({ principal, body }) => {
      checkPattern(body.pattern);
      const id = await addWatched(query, { ...body, person: principal.person });
      if (id === undefined) throw refuseTwice(body.pattern);
      return get(id);
    },
    update: async ({ params, body }) => {
      const { id, ...before } = await get(params.id);
      const { pattern, hours } = { ...before, ...body };
      checkPattern(pattern);
      if (!(await updateWatched(query, id, { pattern, hours }))) throw refuseTwice(pattern);
      return get(id);
    },
    delete: async ({ params }) => {
      if (!isUuid(params.id) || !(await deleteWatched(query, params.id))) refuseUnknown('watched image');
      return null;
    },
  });
}

/** A pattern is a reference whose tag has asterisks. Throws RequestError. */
function checkPattern(pattern: string): void {
  const colon = pattern.lastIndexOf(':');
  const plain = pattern.slice(0, colon + 1) + pattern.slice(colon + 1).replaceAll('*', 'x');
  if (isReference(plain) && !pattern.slice(0, colon + 1).includes('*')) return;
  throw new RequestError(
    'bad-request',
    'body.pattern: it names no image.',
    'Write it as registry.example/shop/cart:1.4, or registry.example/shop/cart:1.* for tags that begin so.',
  );
}

function refuseTwice(pattern: string): RequestError {
  return new RequestError('conflict', `'${pattern}' is watched already.`);
}
