import { listSchemaIssues } from '@breakwater/model';
import { JoinToken } from './enrolment.ts';

const PREFIX = 'bwj1.';

/** One word that holds all that a sensor needs to enrol. */
export function formatJoinToken(token: JoinToken): string {
  return PREFIX + toBase64Url(JSON.stringify(token));
}

/** The parts of a join token; undefined for what is none. */
export function parseJoinToken(text: string): JoinToken | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith(PREFIX)) return undefined;
  const json = fromBase64Url(trimmed.slice(PREFIX.length));
  try {
    const value: unknown = JSON.parse(json ?? '');
    return listSchemaIssues(JoinToken, value).length === 0 ? (value as JoinToken) : undefined;
  } catch {
    return undefined;
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** https://www.rfc-editor.org/rfc/rfc4648#section-5, without padding; platforms share no function for it. */
function toBase64Url(text: string): string {
  let bits = '';
  for (const byte of new TextEncoder().encode(text)) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,6}/g) ?? []).map(part => ALPHABET.charAt(Number.parseInt(part.padEnd(6, '0'), 2))).join('');
}

function fromBase64Url(text: string): string | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined;
  let bits = '';
  for (const letter of text) bits += ALPHABET.indexOf(letter).toString(2).padStart(6, '0');
  const bytes = (bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2));
  return new TextDecoder('utf-8').decode(Uint8Array.from(bytes));
}
