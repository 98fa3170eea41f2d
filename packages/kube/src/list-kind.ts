import { setImmediate } from 'node:timers/promises';
import type { KubeClient } from './client.ts';
import { KubeError } from './errors.ts';
import { type Raw, toRecord, toRecords, toText } from './raw.ts';

export interface ListOptions {
  /** Path of the collection. */
  readonly path: string;
  readonly accept: string;
  readonly pageSize: number;
  readonly maxPageBytes: number;
  readonly signal: AbortSignal;
}

/** Objects that are taken from a page before others get their turn. */
const SLICE = 25;

/**
 * Lists a collection page by page, giving each object as it comes.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 *
 * @returns the resource version that a watch goes on from; throws KubeError
 */
export async function listKind(client: KubeClient, options: ListOptions, onObject: (object: Raw) => void): Promise<string> {
  let limit = options.pageSize;
  let token = '';
  for (;;) {
    const page = await readPage(client, options, limit, token);
    if (page === undefined) {
      limit = Math.max(1, Math.floor(limit / 5));
      continue;
    }
    const { items, apiVersion, kind } = page;
    for (const [index, item] of items.entries()) {
      // Items of a list leave out what the list says for all of them.
      onObject({ apiVersion, kind, ...item });
      if (index % SLICE === SLICE - 1) await setImmediate();
    }
    if (page.token === '') return page.resourceVersion;
    token = page.token;
  }
}

interface Page {
  readonly apiVersion: string;
  readonly kind: string;
  readonly items: readonly Raw[];
  readonly token: string;
  readonly resourceVersion: string;
}

/** Undefined when the page is larger than what is read at once: fewer objects may fit. */
async function readPage(client: KubeClient, options: ListOptions, limit: number, token: string): Promise<Page | undefined> {
  const query = new URLSearchParams({ limit: String(limit), ...(token === '' ? {} : { continue: token }) });
  try {
    const { accept, signal, maxPageBytes } = options;
    return toPage(await client.getJson(`${options.path}?${query}`, { accept, signal, maxBytes: maxPageBytes }));
  } catch (cause) {
    if (cause instanceof KubeError && cause.code === 'answer-too-large' && limit > 1) return undefined;
    throw cause;
  }
}

function toPage(body: Raw): Page {
  const kind = toText(body['kind']);
  if (!kind.endsWith('List')) throw new KubeError('answer-invalid', `a list was asked for and '${kind.slice(0, 50)}' came`);
  const metadata = toRecord(body['metadata']);
  return {
    apiVersion: toText(body['apiVersion']),
    kind: kind.slice(0, -'List'.length),
    items: toRecords(body['items']),
    token: toText(metadata['continue']),
    resourceVersion: toText(metadata['resourceVersion']),
  };
}
