import type { EventContext } from '@breakwater/model';
import type { DnsMemory } from './dns-memory.ts';

export type Peer = NonNullable<EventContext['peer']>;

/** Addresses at which clouds tell a machine about itself, its credentials among others. */
const METADATA = new Set(['169.254.169.254', '169.254.170.2', '169.254.170.23', 'fd00:ec2::254', '100.100.100.200', '192.0.0.192']);
const LOOPBACK = /^(?:127\.|::1$|\/|@|unix:)/;

/** Whose address it is, as far as the objects of a cluster say; undefined for none of theirs. */
export type FindAddress = (address: string) => Peer | undefined;

/** The other end of a connection: by the cluster's own objects, then by the names that the container asked for before. */
export function namePeer(address: string, subject: string, find: FindAddress, names: DnsMemory): Peer {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (plain === '' || LOOPBACK.test(plain)) return { kind: 'loopback' };
  if (METADATA.has(plain)) return { kind: 'metadata' };
  const asked = names.list(subject, plain);
  return { ...(find(plain) ?? { kind: 'external' }), ...(asked.length === 0 ? {} : { names: [...asked] }) };
}
