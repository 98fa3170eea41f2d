import { keepPlain } from './generalize.ts';
import { type Collapse, NEVER, REST } from './pattern-set.ts';

/** Hosts of a network that are told apart, and networks of a larger one. */
const NEAR: Collapse = { limit: 16, isDeep: true };
const FAR: Collapse = { limit: 64, isDeep: true };

/** Parts of an address, from the network to the host, after its family; what is none, as the path of a socket, is one part. */
export function toAddressSegments(address: string): readonly string[] {
  return readAddress(address) ?? ['other', keepPlain(address.slice(0, 200))];
}

function readAddress(address: string): readonly string[] | undefined {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(plain)) return ['4', ...plain.split('.')];
  const groups = plain.includes(':') ? expandGroups(plain.replace(/%.*$/, '')) : undefined;
  return groups === undefined ? undefined : ['6', ...groups];
}

/** When addresses below a prefix (family first) become one network. */
export function collapseAddress([family, ...parts]: readonly string[]): Collapse {
  if (family === '4') return parts.length < 2 ? FAR : NEAR;
  if (family === '6') return parts.length > 4 ? NEVER : parts.length < 2 ? FAR : NEAR;
  return NEVER;
}

/** `10.0.0.0/24`, `fd00:0:0:1::/64`, or one address. */
export function formatAddressPattern([family, ...parts]: readonly string[]): string {
  const isRange = parts.at(-1) === REST;
  const known = isRange ? parts.slice(0, -1) : parts;
  if (family === 'other') return parts.join();
  if (family === '4') {
    const octets = [...known, '0', '0', '0', '0'].slice(0, 4).join('.');
    return isRange ? `${octets}/${known.length * 8}` : octets;
  }
  if (!isRange) return shorten(known);
  return `${known.length === 0 ? '' : known.join(':')}::/${known.length * 16}`;
}

/** The other way round. */
export function parseAddressPattern(text: string): readonly string[] {
  const [, address = '', length] = /^([0-9a-f.:]+)\/(\d+)$/i.exec(text) ?? [];
  const segments = readAddress(address);
  if (segments === undefined) return toAddressSegments(text);
  return [...segments.slice(0, 1 + Math.floor(Number(length) / (segments[0] === '4' ? 8 : 16))), REST];
}

function expandGroups(address: string): readonly string[] | undefined {
  const [head = '', tail, ...more] = address.split('::');
  if (more.length > 0) return undefined;
  const [before, after] = [head, tail ?? ''].map(part => (part === '' ? [] : part.split(':')));
  const [start, end] = [before ?? [], after ?? []];
  const missing = 8 - start.length - end.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...start, ...Array.from({ length: tail === undefined ? 0 : missing }, () => '0'), ...end];
  return groups.every(group => /^[0-9a-f]{1,4}$/i.test(group)) ? groups.map(group => Number.parseInt(group, 16).toString(16)) : undefined;
}

/** https://www.rfc-editor.org/rfc/rfc5952#section-4 */
function shorten(groups: readonly string[]): string {
  const runs = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].toSorted((a, b) => b[0].length - a[0].length);
  const [longest] = runs;
  if (longest === undefined) return groups.join(':');
  const text = groups.join(':');
  return `${text.slice(0, longest.index)}::${text.slice(longest.index + longest[0].length).replace(/^:/, '')}`;
}
