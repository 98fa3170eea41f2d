import { Failure, fail } from './failure.ts';
import { IpAddress, isWithin, parseIpAddress } from './ip-address.ts';

/** An address with a prefix length; bits beyond the prefix may be set. */
export class CidrRange {
  readonly celType = 'net.CIDR';
  readonly address: IpAddress;
  readonly length: number;

  constructor(address: IpAddress, length: number) {
    this.address = address;
    this.length = length;
  }

  equals(other: unknown): boolean {
    return other instanceof CidrRange && other.length === this.length && other.address.equals(this.address);
  }

  toText(): string {
    return `${this.address.toText()}/${this.length}`;
  }
}

export function parseCidrRange(text: string): CidrRange | Failure {
  const slash = text.lastIndexOf('/');
  const invalid = `network address parse error during conversion from string: "${text.slice(0, 64)}"`;
  if (slash < 0) return fail(invalid);
  const address = parseIpAddress(text.slice(0, slash));
  if (address instanceof Failure) return address;
  const length = text.slice(slash + 1);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(length) || Number(length) > (address.family === 4 ? 32 : 128)) return fail(invalid);
  return new CidrRange(address, Number(length));
}

export function containsAddress(range: CidrRange, address: IpAddress): boolean {
  return range.address.family === address.family && isWithin(address, range.address.bits, range.length);
}

/** Without the bits beyond the prefix. */
export function maskRange({ address, length }: CidrRange): CidrRange {
  const rest = BigInt((address.family === 4 ? 32 : 128) - length);
  return new CidrRange(new IpAddress(address.family, (address.bits >> rest) << rest), length);
}
