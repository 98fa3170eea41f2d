import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** Organizational unit in the certificates of scanners; those of sensors have none. */
export const SCANNER_ROLE = 'scanner';

/** Whom a client's certificate is for. */
export interface Peer {
  readonly name: string;
  readonly role: 'sensor' | 'scanner';
}

/** Undefined without a certificate, or with one that is expired, another authority's, or for something else. */
export function readPeer(request: IncomingMessage): Peer | undefined {
  const socket = request.socket as TLSSocket;
  if (!socket.authorized) return undefined;
  const { subject } = socket.getPeerCertificate();
  const [name, role]: readonly unknown[] = [subject?.CN, subject?.OU];
  if (typeof name !== 'string' || name === '') return undefined;
  if (role === undefined) return { name, role: 'sensor' };
  return role === SCANNER_ROLE ? { name, role: 'scanner' } : undefined;
}

/** The cluster whose sensor asks. */
export function readCluster(request: IncomingMessage): string | undefined {
  const peer = readPeer(request);
  return peer?.role === 'sensor' ? peer.name : undefined;
}
