import type { Event } from '@breakwater/model';
import { formatAddress } from '../dns/format-address.ts';
import type { Frame } from '../frames/frame.ts';
import { PATH_DETACHED, PATH_OUTSIDE } from '../frames/layout.ts';
import { toText } from '../frames/read-frame.ts';

export type Endpoint = NonNullable<Event['listen']>['local'];

const NOWHERE: Endpoint = { address: '', port: 0 };

export function readFieldText({ fields }: Frame, tag: number): string | undefined {
  const [bytes] = fields.get(tag) ?? [];
  return bytes === undefined ? undefined : toText(bytes);
}

export interface FieldPath {
  readonly text: string;
  /** Whether it ends at a root that the process does not see. */
  readonly outside: boolean;
  readonly detached: boolean;
}

/** A path, which has its state before it. */
export function readFieldPath({ fields }: Frame, tag: number): FieldPath | undefined {
  const [bytes] = fields.get(tag) ?? [];
  if (bytes === undefined || bytes.length === 0) return undefined;
  return { text: toText(bytes.subarray(1)), outside: bytes[0] === PATH_OUTSIDE, detached: bytes[0] === PATH_DETACHED };
}

export function readEndpoint({ fields }: Frame, tag: number): Endpoint {
  const [bytes] = fields.get(tag) ?? [];
  if (bytes === undefined || bytes.length < 20) return NOWHERE;
  return { address: formatAddress(bytes.readUInt16LE(0), bytes.subarray(4, 20)), port: bytes.readUInt16LE(2) };
}

/** Arguments, each with a zero behind it; the last one may be cut. */
export function readArguments({ fields }: Frame, tag: number): string[] {
  const [bytes] = fields.get(tag) ?? [];
  if (bytes === undefined || bytes.length === 0) return [];
  const words: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    const next = end < 0 ? bytes.length : end;
    words.push(toText(bytes.subarray(at, next)));
    at = next + 1;
  }
  return words;
}

/** Settings as NAME=value. */
export function readEnvironment({ fields }: Frame, tag: number): Record<string, string> | undefined {
  const settings = (fields.get(tag) ?? []).map(bytes => {
    const text = toText(bytes);
    const at = text.indexOf('=');
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  return settings.length === 0 ? undefined : Object.fromEntries(settings);
}
