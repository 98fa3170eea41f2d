import { containsRange, type IpRange, parseIpRange, toText } from '@breakwater/inventory';
import type { Faults } from './faults.ts';

/** A CIDR of a policy; undefined for what is none. */
export function readRange(value: unknown, path: string, faults: Faults): IpRange | undefined {
  const text = toText(value);
  const range = text.includes('/') ? parseIpRange(text) : undefined;
  if (range === undefined) {
    faults.refuse(path, `'${text.slice(0, 64)}' is no range of addresses, as 10.0.0.0/8 or fd00::/8`);
    return undefined;
  }
  const address = parseIpRange(text.slice(0, text.indexOf('/')));
  if (address !== undefined && address.bits !== range.bits)
    faults.remark(path, `${text} has bits set beyond its prefix: the prefix counts`);
  return range;
}

/** The parts that are taken out of a range: each has to lie inside of it, and be smaller. */
export function readExcept(value: unknown, whole: IpRange, path: string, faults: Faults): readonly IpRange[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    faults.refuse(path, 'must be a list of ranges');
    return [];
  }
  return value.flatMap((entry, index) => {
    const range = readRange(entry, `${path}[${index}]`, faults);
    if (range === undefined) return [];
    const isInside = containsRange(whole, range) && range.length > whole.length;
    if (!isInside) faults.refuse(`${path}[${index}]`, 'has to lie inside of cidr, and to be smaller');
    return isInside ? [range] : [];
  });
}
