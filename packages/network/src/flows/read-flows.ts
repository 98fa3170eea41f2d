import { isRecord, type Raw, readPath, toRecord, toRecords, toText } from '@breakwater/inventory';
import { Flow, listSchemaIssues, type Problem } from '@breakwater/model';
import type { NetworkErrorCode } from '../errors.ts';
import { PROTOCOLS } from '../world.ts';
import { type FlowPeer, formatPeer, type ObservedFlow } from './flow.ts';

export interface ReadFlows {
  /** Each pair of ends with its protocol and port once, in the order of their names. */
  readonly flows: readonly ObservedFlow[];
  readonly problems: readonly Problem[];
}

/** Enough to see what is wrong with a file. */
const MAX_PROBLEMS = 20;

/** A file of flows, one JSON object a line: our own shape, or that of `hubble observe -o jsonpb`. Replies are of the connection they answer. */
export function readFlows(lines: Iterable<string>, source: string): ReadFlows {
  const flows = new Map<string, ObservedFlow>();
  const problems: Problem[] = [];
  let number = 0;
  for (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const read = readLine(line);
    if (typeof read === 'string') addProblem(problems, number, read, source);
    else if (read !== undefined) add(flows, read);
  }
  return { flows: [...flows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, flow]) => flow), problems };
}

function addProblem(problems: Problem[], line: number, message: string, source: string): void {
  const code: NetworkErrorCode = 'flow-invalid';
  if (problems.length < MAX_PROBLEMS)
    problems.push({ code, message: `line ${line}: ${message}`, source, location: { file: source, line, column: 1 } });
  if (problems.length === MAX_PROBLEMS) problems.push({ code, message: 'more lines are wrong, and are not listed', source });
}

function add(flows: Map<string, ObservedFlow>, flow: ObservedFlow): void {
  const key = `${formatPeer(flow.src)} ${formatPeer(flow.dst)} ${flow.protocol} ${flow.port} ${flow.wasAllowed}`;
  const known = flows.get(key);
  if (known === undefined) flows.set(key, flow);
  else {
    const times = [known.firstSeen, flow.firstSeen].filter(time => time !== '').toSorted();
    const firstSeen = times[0] ?? '';
    const lastSeen = [known.lastSeen, flow.lastSeen].toSorted().at(-1) ?? '';
    flows.set(key, { ...known, count: known.count + flow.count, firstSeen, lastSeen });
  }
}

/** A flow, what is wrong with the line, or undefined for what is no connection of its own. */
function readLine(line: string): ObservedFlow | string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'this is no JSON';
  }
  if (!isRecord(value)) return 'a flow is a JSON object';
  return isRecord(value['flow']) || isRecord(value['l4']) ? readHubble(value) : readOwn(value);
}

function readOwn(value: Raw): ObservedFlow | string {
  const [issue] = listSchemaIssues(Flow, value);
  if (issue !== undefined) return `${issue.path.join('.') || 'flow'}: ${issue.message}`;
  const { src, dst, protocol, port, count, firstSeen, lastSeen } = value as Flow;
  const [from, to] = [toPeer(src), toPeer(dst)];
  if (from === undefined || to === undefined)
    return `${from === undefined ? 'src' : 'dst'}: an end has namespace and workload, or an address`;
  if (port === 0) return 'port: is a number from 1 to 65535';
  return { src: from, dst: to, protocol, port, count: /^\d{1,15}$/.test(count) ? Number(count) : 1, firstSeen, lastSeen, wasAllowed: true };
}

function toPeer({ namespace, workload, address }: Flow['src']): FlowPeer | undefined {
  if (namespace !== undefined && workload !== undefined) return { namespace, workload };
  return address === undefined ? undefined : { address };
}

/** https://docs.cilium.io/en/stable/_api/v1/flow/README/ */
function readHubble(value: Raw): ObservedFlow | string | undefined {
  const flow = isRecord(value['flow']) ? value['flow'] : value;
  if (flow['is_reply'] === true) return undefined;
  const protocol = PROTOCOLS.find(known => isRecord(readPath(flow, 'l4', known)));
  // Other protocols are none of policies, and events without layer 4 are no connections.
  if (protocol === undefined) return undefined;
  const port = readPath(flow, 'l4', protocol, 'destination_port');
  if (!Number.isInteger(port) || (port as number) < 1 || (port as number) > 65_535)
    return `l4.${protocol}.destination_port: is a number from 1 to 65535`;
  const [src, dst] = [readHubblePeer(flow, 'source'), readHubblePeer(flow, 'destination')];
  if (src === undefined || dst === undefined) return `${src === undefined ? 'source' : 'destination'}: has neither a pod nor an address`;
  const time = toText(flow['time']);
  return { src, dst, protocol, port: port as number, count: 1, firstSeen: time, lastSeen: time, wasAllowed: flow['verdict'] !== 'DROPPED' };
}

function readHubblePeer(flow: Raw, side: 'source' | 'destination'): FlowPeer | undefined {
  const end = toRecord(flow[side]);
  const namespace = toText(end['namespace']);
  const [owner] = toRecords(end['workloads']).map(({ name }) => toText(name));
  const workload = owner ?? toText(end['pod_name']);
  if (namespace !== '' && workload !== '') return { namespace, workload };
  const address = toText(readPath(flow, 'IP', side));
  return address === '' ? undefined : { address };
}
