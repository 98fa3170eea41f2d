import { containsRange, parseIpRange } from '@breakwater/inventory';
import {
  type Cluster,
  type Connection,
  describeUnknown,
  findWorkloads,
  INGRESS_CONTROLLER,
  type ListedEnd,
  type PortQuery,
} from '@breakwater/network';
import { type CommandInput, UsageError } from '../command.ts';
import { readPort } from './read-port.ts';

/** What part of all connections is asked about. */
export interface Focus {
  readonly isSource: (end: ListedEnd) => boolean;
  readonly isDestination: (end: ListedEnd) => boolean;
  /** Of connections that were found. */
  readonly isAsked: (row: Pick<Connection, 'src' | 'dst'>) => boolean;
  readonly port: PortQuery | undefined;
}

/** Throws UsageError for an end that none of the clusters has. */
export function readFocus({ options }: CommandInput, clusters: readonly Cluster[]): Focus {
  const namespace = options['namespace'];
  const port = options['port'];
  return {
    isSource: readEnd('from', options['from'], clusters),
    isDestination: readEnd('to', options['to'], clusters),
    isAsked: ({ src, dst }) =>
      namespace === undefined || [src, dst].some(end => typeof end === 'string' && end.startsWith(`${namespace}/`)),
    port: port === undefined ? undefined : readPort(String(port)),
  };
}

function readEnd(option: string, value: unknown, clusters: readonly Cluster[]): (end: ListedEnd) => boolean {
  if (value === undefined) return () => true;
  const text = String(value);
  const found = new Set(clusters.flatMap(({ workloads }) => findWorkloads(text, workloads)).map(({ name }) => name));
  if (text === INGRESS_CONTROLLER.name) found.add(text);
  const range = parseIpRange(text);
  if (found.size === 0 && range === undefined) {
    throw new UsageError(
      `--${option}: ${describeUnknown(
        text,
        clusters.flatMap(({ workloads }) => workloads),
      )}`,
    );
  }
  return ({ name, end }) => {
    if (typeof name === 'string')
      return found.has(name) || (range !== undefined && end.kind === 'pod' && end.addresses.some(address => containsRange(range, address)));
    return range !== undefined && name.family === range.family && name.first <= lastOf(range) && range.bits <= name.last;
  };
}

const WIDTH = { 4: 32, 6: 128 } as const;

function lastOf({ family, bits, length }: { readonly family: 4 | 6; readonly bits: bigint; readonly length: number }): bigint {
  return bits + (1n << BigInt(WIDTH[family] - length)) - 1n;
}

/** Whether a text such as `80,8000-8080` holds a port. */
export function holdsPort(ports: string, port: number): boolean {
  return ports.split(',').some(range => {
    const [from = 0, to = from] = range.split('-').map(Number);
    return from <= port && port <= to;
  });
}
