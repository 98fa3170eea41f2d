import { FRAME_VERSION, HEAD_BYTES } from '../frames/layout.ts';

/** Parts of a frame to test with; what is left out is zero. */
export interface FrameParts {
  readonly type: number;
  readonly time?: bigint;
  readonly start?: bigint;
  readonly parentStart?: bigint;
  readonly cgroup?: bigint;
  readonly pid?: number;
  readonly containerPid?: number;
  readonly parentPid?: number;
  readonly uid?: number;
  readonly effectiveUid?: number;
  readonly flags?: number;
  readonly name?: string;
  readonly numbers?: readonly bigint[];
  readonly fields?: readonly (readonly [tag: number, value: Buffer | string])[];
  readonly version?: number;
}

/** A frame as the kernel side writes it. */
export function buildFrame(parts: FrameParts): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt16LE(parts.version ?? FRAME_VERSION, 4);
  head.writeUInt16LE(parts.type, 6);
  const longs = [parts.time, parts.start, parts.parentStart, parts.cgroup];
  for (const [index, value = 0n] of longs.entries()) head.writeBigUInt64LE(value, 8 + index * 8);
  const { pid = 0, uid = 0 } = parts;
  const words = [pid, pid, parts.containerPid, parts.parentPid, uid, uid, parts.effectiveUid ?? uid, parts.flags];
  for (const [index, value = 0] of words.entries()) head.writeUInt32LE(value, 40 + index * 4);
  head.writeUInt32LE(0xffff_ffff, 84);
  head.write(parts.name ?? '', 88, 16);
  for (const [index, value] of (parts.numbers ?? []).entries()) head.writeBigUInt64LE(value, 104 + index * 8);
  const frame = Buffer.concat([head, ...(parts.fields ?? []).map(([tag, value]) => buildField(tag, Buffer.from(value)))]);
  frame.writeUInt32LE(frame.length, 0);
  return frame;
}

function buildField(tag: number, value: Buffer): Buffer {
  const field = Buffer.alloc(4 + ((value.length + 3) & ~3));
  field.writeUInt16LE(tag, 0);
  field.writeUInt16LE(value.length, 2);
  value.copy(field, 4);
  return field;
}
