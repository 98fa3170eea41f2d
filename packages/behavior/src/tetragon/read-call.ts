import type { Event } from '@breakwater/model';
import { isRecord, type Raw, toInteger, toRecord, toText } from '../raw.ts';

type Call = Pick<Event, 'type' | 'connect' | 'accept' | 'listen' | 'file' | 'privilege'>;

/** The calls of Linux that say what a process does with rights, by the end of their names. */
const PRIVILEGES: Readonly<Record<string, string>> = {
  setuid: 'setuid',
  setresuid: 'setresuid',
  setreuid: 'setreuid',
  setns: 'setns',
  unshare: 'unshare',
  mount: 'mount',
  move_mount: 'move-mount',
  pivot_root: 'pivot-root',
  ptrace: 'ptrace',
  bpf: 'bpf',
  init_module: 'module-load',
  finit_module: 'module-load',
  userfaultfd: 'userfaultfd',
  io_uring_setup: 'io-uring-setup',
  process_vm_writev: 'process-vm-write',
  memfd_create: 'memfd-create',
};

/** Functions of the kernel by what they mean. */
const FUNCTIONS: Readonly<Record<string, (args: readonly Raw[]) => Call | undefined>> = {
  tcp_connect: args => toConnection(args, 'connect'),
  security_socket_connect: args => toConnection(args, 'connect'),
  inet_csk_listen_start: toListener,
  fd_install: args => toFile(args, 'read'),
  security_file_permission: args => toFile(args, toAccess(args)),
  security_file_open: args => toFile(args, 'read'),
  security_mmap_file: args => toFile(args, 'read'),
  security_path_truncate: args => toFile(args, 'write'),
  do_init_module: () => ({ type: 'privilege', privilege: { operation: 'module-load', detail: {} } }),
};

/** A call of the kernel as an event; its name where it is none that is known. */
export function readTetragonCall(told: Raw): Call | string {
  const name = toText(told['function_name']) || toText(told['event']);
  const args = Array.isArray(told['args']) ? told['args'].filter(isRecord) : [];
  const call = FUNCTIONS[name]?.(args) ?? toPrivilege(name, args);
  return call ?? (name === '' ? 'a call without a name' : name);
}

function toPrivilege(name: string, args: readonly Raw[]): Call | undefined {
  const operation = PRIVILEGES[name.replace(/^__(?:x64|arm64)_sys_|^sys_/, '')];
  if (operation === undefined) return undefined;
  const number = args.map(arg => toInteger(arg['int_arg'] ?? arg['uint_arg'] ?? arg['size_arg'])).find(value => value !== undefined);
  return {
    type: 'privilege',
    privilege: { operation, detail: operation === 'setuid' && number !== undefined ? { ids: String(number) } : {} },
  };
}

function toConnection(args: readonly Raw[], type: 'connect'): Call | undefined {
  const socket = findSocket(args);
  if (socket === undefined) return undefined;
  return { type, connect: { ...toEnds(socket), result: 'started' } };
}

function toListener(args: readonly Raw[]): Call | undefined {
  const socket = findSocket(args);
  return socket === undefined ? undefined : { type: 'listen', listen: { protocol: toEnds(socket).protocol, local: toEnds(socket).local } };
}

function findSocket(args: readonly Raw[]): Raw | undefined {
  return args.map(arg => arg['sock_arg'] ?? arg['skb_arg'] ?? arg['sockaddr_arg']).find(isRecord);
}

function toEnds(socket: Raw): NonNullable<Event['accept']> {
  const protocol = toText(socket['protocol']).replace('IPPROTO_', '').toLowerCase() || 'tcp';
  const [remote, port] = [toText(socket['daddr']) || toText(socket['addr']), socket['dport'] ?? socket['port']];
  return {
    protocol,
    local: { address: toText(socket['saddr']), port: (toInteger(socket['sport']) ?? 0) & 0xffff },
    remote: { address: remote, port: (toInteger(port) ?? 0) & 0xffff },
  };
}

/** The mask of a permission: 2 is writing. */
function toAccess(args: readonly Raw[]): 'read' | 'write' {
  const mask = args.map(arg => toInteger(arg['int_arg'] ?? arg['uint_arg'])).find(value => value !== undefined) ?? 4;
  return (mask & 2) === 0 ? 'read' : 'write';
}

function toFile(args: readonly Raw[], operation: 'read' | 'write'): Call | undefined {
  const path = args
    .map(arg => toText(toRecord(arg['file_arg'])['path']) || toText(toRecord(arg['path_arg'])['path']))
    .find(text => text !== '');
  return path === undefined ? undefined : { type: 'file-open', file: { path, operation, flags: [] } };
}
