import type { Event } from '@breakwater/model';
import { makeAuditEvent } from '../audit/to-audit-event.ts';
import { dropUndefined, isRecord, type Raw, toInteger, toNatural, toRecord, toText } from '../raw.ts';
import type { Reading, Recording } from '../recording.ts';
import { splitArguments } from '../split-arguments.ts';

type Process = NonNullable<Event['process']>;
type Body = Pick<Event, 'type' | 'connect' | 'file' | 'privilege' | 'listen'>;

/**
 * Alerts of Falco in JSON, one a line. They tell what the output of a rule names, so that what is left out is not known; arguments are one text, in which those that hold blanks fall apart.
 */
export const recording: Recording = {
  name: 'falco',
  doc: 'Alerts of Falco (json_output)',
  isOf: value => typeof value['rule'] === 'string' && typeof value['priority'] === 'string' && typeof value['time'] === 'string',
  read: (value, id) => {
    const rule = toText(value['rule']);
    if (rule.startsWith('Falco internal')) return readInternal(rule, toRecord(value['output_fields']));
    if (!isRecord(value['output_fields']))
      return { events: [], faults: ['the alert has no output_fields (json_include_output_fields_property)'] };
    return { events: [{ event: value['source'] === 'k8s_audit' ? toAudit(value, id) : toEvent(value, id) }], faults: [] };
  },
};

/** What was lost is a fault of the recording; metrics are none. */
function readInternal(rule: string, fields: Raw): Reading {
  const drops = toInteger(fields['n_drops']) ?? 0;
  return drops > 0 ? { events: [], faults: [`Falco lost ${drops} system calls here`] } : { events: [], faults: [], ignored: rule };
}

function toEvent(value: Raw, id: string): Event {
  const fields = toRecord(value['output_fields']);
  const text = (key: string): string | undefined => toText(fields[key]) || undefined;
  const container = text('container.id');
  const node = text('evt.hostname') ?? toText(value['hostname']);
  const image = text('container.image.repository');
  return {
    id: `${node}/falco/${id}`,
    time: toText(value['time']),
    cluster: '',
    node,
    source: 'falco',
    ...toBody(fields),
    ...dropUndefined({
      namespace: text('k8s.ns.name'),
      pod: text('k8s.pod.name'),
      podUid: text('k8s.pod.uid'),
      container: text('container.name'),
      containerId: container === 'host' ? undefined : container,
      image:
        image === undefined ? undefined : `${image}${text('container.image.tag') === undefined ? '' : `:${text('container.image.tag')}`}`,
    }),
    process: toProcess(fields, node),
  };
}

function toProcess(fields: Raw, node: string): Process {
  const text = (key: string): string | undefined => toText(fields[key]) || undefined;
  const pid = toNatural(fields['proc.pid']);
  const argv = splitArguments(toText(fields['proc.cmdline']));
  const traits = readTraits(fields);
  return {
    id: `${node}/falco/${pid ?? 0}`,
    exe: text('proc.exepath') ?? text('proc.exe') ?? text('proc.name') ?? '',
    argv: argv.length > 0 ? argv : [text('proc.name') ?? ''],
    argvTruncated: false,
    uid: toInteger(fields['user.uid']) ?? -1,
    ancestors: listAncestors(fields, node),
    ancestorsTruncated: true,
    ...dropUndefined({
      pid,
      name: text('proc.name'),
      cwd: text('proc.cwd'),
      loginUid: toLogin(toInteger(fields['user.loginuid'])),
      tty: toTerminal(toInteger(fields['proc.tty'])),
      layer: readLayer(fields['proc.is_exe_upper_layer']),
      traits,
    }),
  };
}

function toLogin(uid: number | undefined): number | undefined {
  return uid === undefined || uid < 0 || uid === 4_294_967_295 ? undefined : uid;
}

/** 0 is none, which is told as an empty text: it is known. */
function toTerminal(number: number | undefined): string | undefined {
  return number === undefined ? undefined : number === 0 ? '' : `tty ${number}`;
}

function readLayer(isUpper: unknown): 'lower' | 'upper' | undefined {
  return typeof isUpper === 'boolean' ? (isUpper ? 'upper' : 'lower') : undefined;
}

function readTraits(fields: Raw): Process['traits'] | undefined {
  const isMemfd = fields['proc.is_exe_from_memfd'];
  return typeof isMemfd === 'boolean' ? (isMemfd ? ['memfd'] : []) : undefined;
}

/** Named as `proc.pname` and `proc.aname[2]`; most rules name the parent only. */
function listAncestors(fields: Raw, node: string): Process['ancestors'] {
  const names = Array.from({ length: 8 }, (_, index) => {
    const level = index + 1;
    const [name, line] = level === 1 ? ['proc.pname', 'proc.pcmdline'] : [`proc.aname[${level}]`, `proc.acmdline[${level}]`];
    const exe = toText(fields[level === 1 ? 'proc.pexepath' : `proc.aexepath[${level}]`]) || toText(fields[name]);
    return { exe, argv: splitArguments(toText(fields[line])) };
  });
  return names
    .filter(({ exe }) => exe !== '')
    .map(({ exe, argv }, index) => ({ id: `${node}/falco/ancestor-${index + 1}`, exe, argv: argv.length > 0 ? argv : [exe], uid: -1 }));
}

const OPENS = /^(?:open|openat|openat2|creat|open_by_handle_at)$/;
const PRIVILEGES: Readonly<Record<string, string>> = {
  ptrace: 'ptrace',
  setns: 'setns',
  unshare: 'unshare',
  mount: 'mount',
  setuid: 'setuid',
  bpf: 'bpf',
  init_module: 'module-load',
  finit_module: 'module-load',
  userfaultfd: 'userfaultfd',
};

/** By the system call where the rule names it, else by the descriptor that it names; a process otherwise. */
function toBody(fields: Raw): Body {
  const call = toText(fields['evt.type']);
  const file = toText(fields['fd.name']);
  if (call === 'connect' || call === 'sendto' || call === 'sendmsg')
    return { type: 'connect', connect: { ...toEnds(fields), result: 'started' } };
  if (call === 'listen' || call === 'bind')
    return { type: 'listen', listen: { protocol: toText(fields['fd.l4proto']) || 'tcp', local: toEndpoint(fields, 'fd.sip', 'fd.sport') } };
  if (PRIVILEGES[call] !== undefined) return { type: 'privilege', privilege: { operation: PRIVILEGES[call] ?? call, detail: {} } };
  if (file !== '' && (OPENS.test(call) || (call === '' && file.startsWith('/'))))
    return { type: 'file-open', file: { path: file, ...toOperation(toText(fields['evt.arg.flags'])) } };
  return { type: 'process-exec' };
}

/** `O_CREAT|O_WRONLY` and `O_WRONLY O_CREAT`; where no flags are told it was read. */
function toOperation(text: string): Pick<NonNullable<Event['file']>, 'operation' | 'flags'> {
  const flags = text.split(/[|\s]+/).filter(flag => flag.startsWith('O_'));
  const isWritten = flags.includes('O_WRONLY') || flags.includes('O_RDWR');
  return { operation: isWritten ? (flags.includes('O_CREAT') ? 'create' : 'write') : 'read', flags };
}

function toEnds(fields: Raw): Pick<NonNullable<Event['accept']>, 'protocol' | 'local' | 'remote'> {
  const hasServer = fields['fd.sip'] !== undefined || fields['fd.sport'] !== undefined;
  const remote = hasServer ? toEndpoint(fields, 'fd.sip', 'fd.sport') : toEndpoint(fields, 'fd.rip', 'fd.rport');
  const isUnix = remote.address === '' && toText(fields['fd.name']).includes('/');
  const told = /->(.+):(\d{1,5})$/.exec(toText(fields['fd.name']));
  const fromName = told === null ? remote : { address: told[1] ?? '', port: Number(told[2]) % 65_536 };
  return {
    protocol: isUnix && told === null ? 'unix' : toText(fields['fd.l4proto']) || 'tcp',
    local: toEndpoint(fields, 'fd.cip', 'fd.cport'),
    remote: remote.address !== '' ? remote : told === null ? { address: toText(fields['fd.name']), port: 0 } : fromName,
  };
}

function toEndpoint(fields: Raw, address: string, port: string): { address: string; port: number } {
  const number = toInteger(fields[port]) ?? 0;
  return { address: toText(fields[address]), port: number >= 0 && number <= 65_535 ? number : 0 };
}

function toAudit(value: Raw, id: string): Event {
  const fields = toRecord(value['output_fields']);
  const text = (key: string): string => toText(fields[key]);
  const code = toInteger(fields['ka.response.code']) ?? 0;
  const parts = dropUndefined({
    subresource: text('ka.target.subresource') || undefined,
    name: text('ka.target.name') || undefined,
    stage: text('ka.stage') || undefined,
  });
  return {
    ...makeAuditEvent({
      id: text('ka.auditid') || `${toText(value['hostname'])}/falco/${id}`,
      time: toText(value['time']),
      namespace: text('ka.target.namespace'),
      request: undefined,
      audit: {
        user: text('ka.user.name'),
        groups: [],
        verb: text('ka.verb'),
        resource: text('ka.target.resource'),
        allowed: text('ka.auth.decision') === '' ? code !== 401 && code !== 403 : text('ka.auth.decision') === 'allow',
        code,
        sourceIps: [],
        uri: text('ka.uri'),
        ...parts,
      },
    }),
    source: 'falco',
  };
}
