import { type Connection, formatEnd } from '@breakwater/network';

/** A connection as JSON shows it: certain ones carry no verdict. */
export function toPlainConnection({ src, dst, protocol, ports, verdict, upstream, doubts }: Connection) {
  const plain = { src: formatEnd(src), dst: formatEnd(dst), protocol, ports };
  return verdict === 'implementation-defined' ? { ...plain, verdict, upstream, doubts } : plain;
}

export const CONNECTION_COLUMNS = ['src', 'dst', 'connections', 'verdict'] as const;

/** One row for each pair of ends and verdict, all protocols in it. */
export function toConnectionRows(connections: readonly Connection[]): readonly (readonly string[])[] {
  const groups = Map.groupBy(connections, row => JSON.stringify([formatEnd(row.src), formatEnd(row.dst), formatVerdict(row)]));
  return [...groups].map(([key, rows]) => {
    const [src, dst, verdict] = JSON.parse(key) as [string, string, string];
    return [src, dst, formatPorts(rows), verdict];
  });
}

/** `allowed`, or the answer of upstream and what may turn it. */
export function formatVerdict({ verdict, upstream, doubts }: Pick<Connection, 'verdict' | 'upstream' | 'doubts'>): string {
  return verdict === 'implementation-defined' ? `${upstream}? (${doubts.join(', ')})` : verdict;
}

const ALL_PORTS = '1-65535';

/** `TCP 80,443; UDP 53`, `all`, or the protocols of which all ports are meant. */
export function formatPorts(rows: readonly Pick<Connection, 'protocol' | 'ports'>[]): string {
  if (rows.length === 3 && rows.every(({ ports }) => ports === ALL_PORTS)) return 'all';
  return rows.map(({ protocol, ports }) => (ports === ALL_PORTS ? protocol : `${protocol} ${ports}`)).join('; ');
}
