import type { FindAddress } from '@breakwater/behavior';
import type { Event } from '@breakwater/model';
import type { Principal } from '../../../access/principal.ts';
import type { ServerContext } from '../../../context.ts';

type Peer = NonNullable<ReturnType<FindAddress>>;

/** Whose the addresses of connections are now: baselines speak of workloads. */
export async function findOwners(
  analyst: ServerContext['analyst'],
  principal: Principal,
  cluster: string,
  events: readonly Event[],
): Promise<ReadonlyMap<string, Peer>> {
  const addresses = new Set(events.flatMap(({ connect, accept }) => (connect ?? accept)?.remote.address ?? []));
  if (addresses.size === 0) return new Map();
  const { output } = await analyst.ask(principal, cluster, 'owners', { addresses: [...addresses].toSorted() });
  return new Map(output.owners.map(({ address, ...peer }) => [address, peer] as const));
}
