import { type PortQuery, PROTOCOLS } from '@breakwater/network';
import { UsageError } from '../command.ts';

/** `8080` or `53/UDP`. Throws UsageError. */
export function readPort(text: string): PortQuery {
  const [number = '', protocol = PROTOCOLS[0], ...more] = text.split('/');
  const port = /^\d{1,5}$/.test(number) ? Number(number) : 0;
  if (more.length > 0 || port < 1 || port > 65_535 || !/^[A-Za-z]+$/.test(protocol)) {
    throw new UsageError(`--port takes a port from 1 to 65535, as 8080 or 53/UDP, not '${text.slice(0, 64)}'`);
  }
  return { protocol: protocol.toUpperCase(), port };
}
