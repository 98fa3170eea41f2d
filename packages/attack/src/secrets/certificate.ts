/** Bytes of a base64 text; undefined when it is none. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const letters = text.replace(/\s+/g, '').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(letters)) return undefined;
  const bytes = new Uint8Array(Math.floor((letters.length * 6) / 8));
  let bits = 0;
  let size = 0;
  let place = 0;
  for (const letter of letters) {
    bits = ((bits << 6) | ALPHABET.indexOf(letter)) & 0xffff;
    size += 6;
    if (size < 8) continue;
    size -= 8;
    bytes[place++] = (bits >> size) & 0xff;
  }
  return bytes;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Certificates are a few thousand bytes; chains of them have several. */
const LONGEST = 200_000;

/**
 * When the first certificate of a PEM text ends, in milliseconds; undefined for what is none. Only the validity is read.
 * https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
export function readExpiry(pem: string): number | undefined {
  const body = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(pem.slice(0, LONGEST))?.[1];
  const bytes = body === undefined ? undefined : decodeBase64(body);
  if (bytes === undefined) return undefined;
  const certificate = readElement(bytes, 0);
  const content = certificate === undefined ? undefined : readElement(bytes, certificate.start);
  if (content === undefined) return undefined;
  const fields = listElements(bytes, content.start, content.end);
  // A version stands first unless it is 1; then serial, algorithm, issuer, validity.
  const validity = fields[fields[0]?.tag === 0xa0 ? 4 : 3];
  const times = validity === undefined ? [] : listElements(bytes, validity.start, validity.end);
  const [, end] = times;
  return end === undefined ? undefined : readTime(end.tag, new TextDecoder().decode(bytes.subarray(end.start, end.end)));
}

interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** One element of DER; undefined when it would leave the bytes. */
function readElement(bytes: Uint8Array, at: number): Element | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) return undefined;
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (count > 3) return undefined;
  let length = count === 0 ? first : 0;
  for (let index = 0; index < count; index++) length = length * 256 + (bytes[at + 2 + index] ?? 0);
  const start = at + 2 + count;
  return start + length > bytes.length ? undefined : { tag, start, end: start + length };
}

function listElements(bytes: Uint8Array, start: number, end: number): readonly Element[] {
  const found: Element[] = [];
  for (let at = start; at < end && found.length < 20; ) {
    const element = readElement(bytes, at);
    if (element === undefined) break;
    found.push(element);
    at = element.end;
  }
  return found;
}

const UTC_TIME = 0x17;

/** `261231235959Z` of this century or the last, or with four digits of the year. */
function readTime(tag: number, text: string): number | undefined {
  const digits = tag === UTC_TIME ? `${Number(text.slice(0, 2)) >= 50 ? '19' : '20'}${text}` : text;
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits) ?? [];
  if (year === undefined) return undefined;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}
