import type { Event } from '@breakwater/model';
import { dropUndefined, isRecord, type Raw, toInteger, toNatural, toRecord, toText, toTexts } from '../raw.ts';
import type { Reading, Recording } from '../recording.ts';
import { splitArguments } from '../split-arguments.ts';
import { readTetragonCall } from '../tetragon/read-call.ts';

type Process = NonNullable<Event['process']>;

const KINDS = [
  'process_exec',
  'process_exit',
  'process_kprobe',
  'process_tracepoint',
  'process_lsm',
  'process_connect',
  'process_listen',
  'process_accept',
] as const;
const OTHERS = /^(?:process_|rate_limit_info$|aggregation_info$)/;

/** Events of Tetragon, one JSON object a line. Calls are told by the names of kernel functions: those that are known become events, the others are counted. */
export const recording: Recording = {
  name: 'tetragon',
  doc: 'Events of Tetragon (export file, export-stdout)',
  isOf: value => Object.keys(value).some(key => OTHERS.test(key)) && (typeof value['time'] === 'string' || 'rate_limit_info' in value),
  read: (value, id) => {
    const kind = KINDS.find(name => isRecord(value[name]));
    if (kind !== undefined) return readEvent(value, toRecord(value[kind]), kind, id);
    if ('rate_limit_info' in value || 'process_throttle' in value)
      return { events: [], faults: ['Tetragon left events out here (its limit for a container or for all)'] };
    return { events: [], faults: [], ignored: Object.keys(value).find(key => OTHERS.test(key)) ?? 'unknown' };
  },
};

function readEvent(value: Raw, told: Raw, kind: (typeof KINDS)[number], id: string): Reading {
  const process = toRecord(told['process']);
  if (toText(process['binary']) === '') return { events: [], faults: [`the ${kind} names no process`] };
  const body = toBody(told, kind);
  if (typeof body === 'string') return { events: [], faults: [], ignored: body };
  const node = toText(value['node_name']);
  const event: Event = {
    id: `${node}/tetragon/${id}`,
    time: toText(value['time']),
    cluster: '',
    node,
    source: 'tetragon',
    ...body,
    ...toPlace(toRecord(process['pod']), toText(process['docker'])),
    process: toProcess(process, told),
  };
  return { events: [{ event }], faults: [] };
}

function toPlace(pod: Raw, docker: string): Partial<Event> {
  const container = toRecord(pod['container']);
  const text = (from: Raw, key: string): string | undefined => toText(from[key]) || undefined;
  const [kind, name] = [text(pod, 'workload_kind'), text(pod, 'workload')];
  return dropUndefined({
    namespace: text(pod, 'namespace'),
    pod: text(pod, 'name'),
    podUid: text(pod, 'uid'),
    workload: kind === undefined || name === undefined ? undefined : `${kind}/${name}`,
    container: text(container, 'name'),
    containerId: toText(container['id']).replace(/^\w+:\/\//, '') || docker || undefined,
    image: text(toRecord(container['image']), 'name'),
  });
}

function toProcess(process: Raw, told: Raw): Process {
  const text = (key: string): string | undefined => toText(process[key]) || undefined;
  const loginUid = toInteger(process['auid']);
  const capabilities = toRecord(process['cap']);
  const properties = toRecord(process['binary_properties']);
  const links = toInteger(toRecord(toRecord(properties['file'])['inode'])['links']);
  const binary = toText(process['binary']);
  return {
    id: toText(process['exec_id']),
    exe: binary,
    argv: [binary, ...splitArguments(toText(process['arguments']))],
    argvTruncated: toText(process['flags']).includes('truncArgs'),
    uid: toInteger(process['uid']) ?? -1,
    ancestors: listAncestors(told),
    ancestorsTruncated: true,
    ...dropUndefined({
      parentId: text('parent_exec_id'),
      pid: toNatural(process['pid']),
      cwd: text('cwd'),
      loginUid: loginUid === 4_294_967_295 ? undefined : loginUid,
      entry: typeof process['in_init_tree'] === 'boolean' ? (process['in_init_tree'] ? ('init' as const) : ('exec' as const)) : undefined,
      capabilities: 'cap' in process ? toTexts(capabilities['effective']) : undefined,
      traits: listTraits(binary, links, properties),
    }),
  };
}

/** Without the properties of its file it is only known that a name of memory is one. */
function listTraits(binary: string, links: number | undefined, properties: Raw): Process['traits'] | undefined {
  const isMemfd = binary.startsWith('memfd:') || binary.startsWith('/memfd:');
  const raised =
    'setuid' in properties ||
    'setgid' in properties ||
    (Array.isArray(properties['privileges_changed']) && properties['privileges_changed'].length > 0);
  const traits = [
    ...(isMemfd ? (['memfd'] as const) : []),
    ...(links === 0 ? (['deleted'] as const) : []),
    ...(raised ? (['secure'] as const) : []),
  ];
  return traits.length > 0 || links !== undefined ? traits : undefined;
}

function listAncestors(told: Raw): Process['ancestors'] {
  const further = Array.isArray(told['ancestors']) ? told['ancestors'].filter(isRecord) : [];
  return [toRecord(told['parent']), ...further]
    .filter(parent => toText(parent['binary']) !== '')
    .slice(0, 16)
    .map(parent => ({
      id: toText(parent['exec_id']),
      exe: toText(parent['binary']),
      argv: [toText(parent['binary']), ...splitArguments(toText(parent['arguments']))],
      uid: toInteger(parent['uid']) ?? -1,
    }));
}

type Body = Pick<Event, 'type' | 'exit' | 'connect' | 'accept' | 'listen' | 'file' | 'privilege'>;

/** What happened; what it is called where that is nothing that is known. A clean exit has neither status nor signal. */
function toBody(told: Raw, kind: (typeof KINDS)[number]): Body | string {
  if (kind === 'process_exec') return { type: 'process-exec' };
  if (kind === 'process_exit') return { type: 'process-exit', exit: toExit(told) };
  if (kind === 'process_connect') return { type: 'connect', connect: { ...toEnds(told), result: 'started' } };
  if (kind === 'process_accept') return { type: 'accept', accept: toEnds(told) };
  if (kind === 'process_listen') return { type: 'listen', listen: { protocol: toProtocol(told), local: toEnds(told).local } };
  return readTetragonCall(told);
}

const SIGNALS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
};

function toExit(told: Raw): NonNullable<Event['exit']> {
  const signal = SIGNALS[toText(told['signal'])];
  return signal === undefined ? { code: toInteger(told['status']) ?? 0 } : { signal };
}

function toProtocol(told: Raw): string {
  return toText(told['protocol']).toLowerCase() || 'tcp';
}

function toEnds(told: Raw): NonNullable<Event['accept']> {
  const end = (address: string, port: string) => ({ address: toText(told[address]), port: (toInteger(told[port]) ?? 0) & 0xffff });
  return { protocol: toProtocol(told), local: end('source_ip', 'source_port'), remote: end('destination_ip', 'destination_port') };
}
