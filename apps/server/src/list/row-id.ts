/** Id of what a cluster has under a key, the same whenever it is observed again. */
export function toRowId(cluster: string, key: string): string {
  return Buffer.from(`${cluster}\n${key}`).toString('base64url');
}

/** Undefined for a text that is no such id. */
export function parseRowId(id: string): { readonly cluster: string; readonly key: string } | undefined {
  const text = Buffer.from(id, 'base64url').toString('utf8');
  const split = text.indexOf('\n');
  return split < 0 || text.includes('\0') ? undefined : { cluster: text.slice(0, split), key: text.slice(split + 1) };
}

/** Whether a text can be compared with a uuid column. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
