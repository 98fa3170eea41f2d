/** Keywords of extended headers that are read. */
export interface PaxValues {
  readonly path?: string;
  readonly linkpath?: string;
  readonly size?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly capability?: Uint8Array;
  /** A sparse file in one of the forms of GNU tar that use extended headers. */
  readonly sparse?: { readonly path?: string; readonly size?: number };
}

const CAPABILITY = 'SCHILY.xattr.security.capability';

/**
 * Records `LENGTH KEY=VALUE\n`; undefined when they are broken. Values are bytes: capabilities are not text.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_03
 */
export function parsePax(bytes: Buffer): PaxValues | undefined {
  const records = splitRecords(bytes);
  if (records === undefined) return undefined;
  const text = (key: string): string | undefined => records.get(key)?.toString('utf8').replace(/\0.*$/s, '');
  const number = (key: string): number | undefined => toNumber(text(key));
  const capability = records.get(CAPABILITY);
  const sparse = readSparse(text, number);
  const values = {
    path: text('path'),
    linkpath: text('linkpath'),
    size: number('size'),
    uid: number('uid'),
    gid: number('gid'),
    capability: capability === undefined ? undefined : Uint8Array.from(capability),
    sparse,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as PaxValues;
}

function splitRecords(bytes: Buffer): Map<string, Buffer> | undefined {
  const records = new Map<string, Buffer>();
  for (let start = 0; start < bytes.length && bytes[start] !== 0; ) {
    const space = bytes.indexOf(32, start);
    const length = space < 0 ? Number.NaN : Number(bytes.toString('latin1', start, space));
    const end = start + length;
    const equals = bytes.indexOf(61, space);
    if (!Number.isInteger(length) || end > bytes.length || equals < 0 || equals >= end || equals < space) return undefined;
    records.set(bytes.toString('utf8', space + 1, equals), bytes.subarray(equals + 1, end - 1));
    start = end;
  }
  return records;
}

function readSparse(text: (key: string) => string | undefined, number: (key: string) => number | undefined): PaxValues['sparse'] {
  const size = number('GNU.sparse.realsize') ?? number('GNU.sparse.size');
  const path = text('GNU.sparse.name');
  if (size === undefined && path === undefined) return undefined;
  return { ...(path === undefined ? {} : { path }), ...(size === undefined ? {} : { size }) };
}

/** NaN stays: a size that is none makes the archive unreadable from there on. */
function toNumber(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  return /^\d+(?:\.\d*)?$/.test(text) ? Math.trunc(Number(text)) : Number.NaN;
}
