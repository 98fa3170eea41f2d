import type { NodeFacts } from '@breakwater/model';
import type { HostRoot } from './host-root.ts';
import type { FoundProcess } from './read-processes.ts';

type Listening = NodeFacts['listening'][number];

/** https://docs.kernel.org/networking/proc_net_tcp.html: state 0A is LISTEN. */
const LISTEN = '0A';
const TABLES = [
  ['tcp', '/proc/1/net/tcp'],
  ['tcp6', '/proc/1/net/tcp6'],
] as const;

/** Ports of the host's own network that somebody listens at, with the component that does where it is one. */
export function readListening(host: HostRoot, processes: readonly FoundProcess[]): readonly Listening[] {
  const owners = readOwners(host, processes);
  return TABLES.flatMap(([protocol, path]) =>
    (host.readText(path) ?? '')
      .split('\n')
      .slice(1)
      .flatMap((line): readonly Listening[] => {
        const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
        const [address = '', port = ''] = local.split(':');
        if (state !== LISTEN) return [];
        const owner = owners.get(inode);
        return [
          { protocol, address: toAddress(address), port: Number.parseInt(port, 16), ...(owner === undefined ? {} : { process: owner }) },
        ];
      }),
  );
}

/** Sockets of components by inode. */
function readOwners(host: HostRoot, processes: readonly FoundProcess[]): ReadonlyMap<string, string> {
  return new Map(
    processes.flatMap(({ pid, name }) =>
      host.list(`/proc/${pid}/fd`).flatMap((descriptor): readonly [string, string][] => {
        const inode = /^socket:\[(\d+)\]$/.exec(host.readLink(`/proc/${pid}/fd/${descriptor}`) ?? '')?.[1];
        return inode === undefined ? [] : [[inode, name]];
      }),
    ),
  );
}

/** Groups of four bytes, each the wrong way round on the machines that Kubernetes runs on. */
function toAddress(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap(word => (word.match(/../g) ?? []).toReversed().map(byte => Number.parseInt(byte, 16)));
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16));
  return groups.every(group => group === '0') ? '::' : groups.join(':').replace(/(?:^|:)0(?::0)+(?::|$)/, '::');
}
