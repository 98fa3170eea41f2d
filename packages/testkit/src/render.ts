import type { Stored } from './collection.ts';
import type { Resource } from './resources.ts';

/** A Status object, as every failure of an API server is one. */
export function renderStatus(code: number, message: string): string {
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code });
}

interface ListFacts {
  readonly version: number;
  /** Continue token, empty on the last page. */
  readonly next: string;
  readonly metadataOnly: boolean;
}

/** One page of a list. */
export function renderList({ apiVersion, kind }: Resource, page: readonly Stored[], { version, next, metadataOnly }: ListFacts): string {
  const items = page.map(({ text, metadata }) => (metadataOnly ? `{"metadata":${metadata}}` : text));
  const list = metadataOnly
    ? { apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadataList' }
    : { apiVersion, kind: `${kind === 'Object' ? '' : kind}List` };
  const metadata = { resourceVersion: String(version), ...(next === '' ? {} : { continue: next }) };
  return `${JSON.stringify({ ...list, metadata }).slice(0, -1)},"items":[${items.join(',')}]}`;
}
