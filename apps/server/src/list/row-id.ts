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

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Id of a row of a table that is partitioned by day, by its key of that day. */
export function toDayRowId(cluster: string, day: string, key: string): string {
  return toRowId(cluster, `${day} ${key}`);
}

/** Undefined for a text that is no such id. */
export function parseDayRowId(id: string): { readonly cluster: string; readonly day: string; readonly key: string } | undefined {
  const place = parseRowId(id);
  const [day = '', ...rest] = place?.key.split(' ') ?? [];
  return place !== undefined && DAY.test(day) ? { cluster: place.cluster, day, key: rest.join(' ') } : undefined;
}

/** Whether a text can be compared with a uuid column. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
