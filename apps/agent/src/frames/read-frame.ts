import { AgentError } from '../errors.ts';
import type { Frame, Head } from './frame.ts';
import { FRAME_VERSION, HEAD_BYTES } from './layout.ts';

const NS_PER_TICK = 10_000_000n;

/** Reads one frame, whose bytes are all there. Throws AgentError `frame-invalid` for another version; a field that does not fit ends the fields. */
export function readFrame(bytes: Buffer): Frame {
  const version = bytes.readUInt16LE(4);
  if (version !== FRAME_VERSION)
    throw new AgentError(
      'frame-invalid',
      `the kernel side speaks version ${version}, and this agent ${FRAME_VERSION}: build both from one release`,
    );
  return { head: readHead(bytes), fields: readFields(bytes) };
}

function readHead(bytes: Buffer): Head {
  const word = (at: number): number => bytes.readUInt32LE(at);
  const long = (at: number): bigint => bytes.readBigUInt64LE(at);
  return {
    type: bytes.readUInt16LE(6),
    time: long(8),
    start: Number(long(16) / NS_PER_TICK),
    parentStart: Number(long(24) / NS_PER_TICK),
    cgroup: word(36) === 0 ? String(word(32)) : String(long(32)),
    pid: word(40),
    tid: word(44),
    containerPid: word(48),
    parentPid: word(52),
    uid: word(56),
    gid: word(60),
    effectiveUid: word(64),
    flags: word(68),
    loginUid: word(84),
    name: toText(bytes.subarray(88, 104)),
    numbers: [long(104), long(112), long(120), long(128), long(136), long(144)],
  };
}

function readFields(bytes: Buffer): Frame['fields'] {
  const fields = new Map<number, Buffer[]>();
  for (let at = HEAD_BYTES; at + 4 <= bytes.length; ) {
    const [tag, length] = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2)];
    if (at + 4 + length > bytes.length) break;
    const value = bytes.subarray(at + 4, at + 4 + length);
    const known = fields.get(tag);
    if (known === undefined) fields.set(tag, [value]);
    else known.push(value);
    at += 4 + ((length + 3) & ~3);
  }
  return fields;
}

/** Up to a zero byte; what is no UTF-8 becomes U+FFFD, so that nobody forges anything by it. */
export function toText(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}
