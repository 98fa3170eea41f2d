import type { SourceObject } from '@breakwater/inventory';

/** A cluster is known by the uid of its namespace kube-system, whatever the file is called that it was read from; `named` stands above that. */
export function nameCluster(objects: readonly SourceObject[], named: unknown, files: readonly string[]): string {
  if (typeof named === 'string') return named;
  for (const { value } of objects) {
    if (value['kind'] !== 'Namespace') continue;
    const { name, uid } = (value['metadata'] ?? {}) as { readonly name?: unknown; readonly uid?: unknown };
    if (name === 'kube-system' && typeof uid === 'string') return uid;
  }
  return `file:${files.join(',')}`;
}
