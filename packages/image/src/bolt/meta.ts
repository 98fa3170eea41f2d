const MAGIC = 0xed0cdaed;
const VERSION = 2;
const CHECKED = 56;
/** Bytes of it, behind the header of its page. */
export const META_BYTES = 64;

/** What the first two pages say in turns; the valid one of the later transaction counts. */
export interface BoltMeta {
  readonly pageSize: number;
  /** Page of the uppermost bucket. */
  readonly root: number;
  readonly transaction: bigint;
}

/** Undefined when it was not written to its end, or is none. */
export function parseMeta(bytes: Buffer): BoltMeta | undefined {
  const pageSize = bytes.readUInt32LE(8);
  if (bytes.readUInt32LE(0) !== MAGIC || bytes.readUInt32LE(4) !== VERSION || bytes.readBigUInt64LE(CHECKED) !== hash(bytes))
    return undefined;
  if (pageSize < 1024 || pageSize > 65_536) return undefined;
  return { pageSize, root: Number(bytes.readBigUInt64LE(16)), transaction: bytes.readBigUInt64LE(48) };
}

export function chooseMeta(...metas: readonly (BoltMeta | undefined)[]): BoltMeta | undefined {
  return metas
    .filter(meta => meta !== undefined)
    .reduce<BoltMeta | undefined>((a, b) => (a === undefined || b.transaction > a.transaction ? b : a), undefined);
}

/** FNV-1a of 64 bits. */
function hash(bytes: Buffer): bigint {
  let value = 0xcbf29ce484222325n;
  for (const byte of bytes.subarray(0, CHECKED)) value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
  return value;
}
