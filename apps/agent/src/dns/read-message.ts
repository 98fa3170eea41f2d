import { formatAddress } from './format-address.ts';

/** What a message of a name server, or to it, says. */
export interface DnsMessage {
  readonly query: string;
  readonly type: string;
  readonly answers: readonly string[];
  /** Of an answer, as NXDOMAIN. */
  readonly code: string | undefined;
}

const TYPES: Readonly<Record<number, string>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
  35: 'NAPTR',
  64: 'SVCB',
  65: 'HTTPS',
  255: 'ANY',
};
const CODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];
const MAX_LABELS = 128;
const MAX_ANSWERS = 32;
const POINTER = 0xc0;

/** Reads a message of DNS; undefined for what is none. A message may be cut: the answers that are whole are read. */
export function readMessage(bytes: Buffer): DnsMessage | undefined {
  if (bytes.length < 12 || bytes.readUInt16BE(4) !== 1) return undefined;
  const flags = bytes.readUInt16BE(2);
  const question = readName(bytes, 12);
  if (question === undefined || question.end + 4 > bytes.length) return undefined;
  const type = bytes.readUInt16BE(question.end);
  return {
    query: question.name,
    type: TYPES[type] ?? `TYPE${type}`,
    answers: readAnswers(bytes, question.end + 4, bytes.readUInt16BE(6)),
    code: (flags & 0x8000) === 0 ? undefined : (CODES[flags & 15] ?? `RCODE${flags & 15}`),
  };
}

function readAnswers(bytes: Buffer, from: number, count: number): readonly string[] {
  const answers: string[] = [];
  let at = from;
  for (let index = 0; index < Math.min(count, MAX_ANSWERS); index += 1) {
    const owner = readName(bytes, at);
    if (owner === undefined || owner.end + 10 > bytes.length) break;
    const [type, length] = [bytes.readUInt16BE(owner.end), bytes.readUInt16BE(owner.end + 8)];
    at = owner.end + 10;
    if (at + length > bytes.length) break;
    const answer = readData(bytes, at, type, length);
    if (answer !== undefined) answers.push(answer);
    at += length;
  }
  return answers;
}

function readData(bytes: Buffer, at: number, type: number, length: number): string | undefined {
  if (type === 1 && length === 4) return formatAddress(2, bytes.subarray(at, at + 4));
  if (type === 28 && length === 16) return formatAddress(10, bytes.subarray(at, at + 16));
  return type === 5 || type === 12 || type === 2 ? readName(bytes, at)?.name : undefined;
}

/** Follows pointers back only, so that it always ends. */
function readName(bytes: Buffer, from: number): { readonly name: string; readonly end: number } | undefined {
  const labels: string[] = [];
  let [at, end] = [from, 0];
  for (let count = 0; count < MAX_LABELS; count += 1) {
    const length = bytes[at];
    if (length === undefined) return undefined;
    if (length === 0) return { name: labels.join('.'), end: end || at + 1 };
    if (length >= POINTER) {
      const to = ((length & 0x3f) << 8) | (bytes[at + 1] ?? 0);
      end ||= at + 2;
      if (to >= at) return undefined;
      at = to;
      continue;
    }
    if (at + 1 + length > bytes.length) return undefined;
    labels.push(formatLabel(bytes.subarray(at + 1, at + 1 + length)));
    at += 1 + length;
  }
  return undefined;
}

/** As zone files write it: what would be taken for something else has a backslash before it. */
function formatLabel(bytes: Buffer): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 0x2e || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else text += byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte).toLowerCase() : `\\${String(byte).padStart(3, '0')}`;
  }
  return text;
}
