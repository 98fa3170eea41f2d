import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isAllowedAddress } from './allowed-address.ts';
import { NotifierError } from './errors.ts';

/** Addresses are not looked up, so they are judged here. Throws NotifierError `address-refused`. */
export function refuseLiteral(hostname: string, allowLoopback: boolean): void {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0 && !isAllowedAddress(address, allowLoopback)) throw refuse(address);
}

function refuse(address: string): NotifierError {
  return new NotifierError('address-refused', `${address} is a loopback, link-local or metadata address, where no message may go`);
}

/** Names are judged by the address that is connected to, at that moment: what they meant before does not count. */
export function guardLookup(allowLoopback: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      const bad = addresses?.find(({ address }) => !isAllowedAddress(address, allowLoopback));
      if (error !== null || first === undefined) callback(error ?? new Error(`${hostname} has no address`), '', 4);
      else if (bad !== undefined) callback(refuse(bad.address), '', 4);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
