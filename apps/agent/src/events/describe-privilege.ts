import type { Frame } from '../frames/frame.ts';
import { TAG } from '../frames/layout.ts';
import { toText } from '../frames/read-frame.ts';
import { formatNamespaces } from './linux-names.ts';

type Detail = Record<string, string>;
type Describe = (numbers: readonly number[], frame: Frame) => Detail;

const none: Describe = () => ({});
const namespaces: Describe = ([flags = 0]) => ({ namespaces: formatNamespaces(flags) });
const target: Describe = ([pid = 0]) => ({ pid: String(pid) });
const path: Describe = (_, frame) => ({ path: readText(frame, TAG.detail) });
const ids =
  (count: number): Describe =>
  numbers => ({ ids: numbers.slice(0, count).map(formatId).join(',') });

const PTRACE: Readonly<Record<number, string>> = {
  0: 'TRACEME',
  4: 'POKETEXT',
  5: 'POKEDATA',
  6: 'POKEUSER',
  13: 'SETREGS',
  15: 'SETFPREGS',
  16: 'ATTACH',
  16901: 'SETREGSET',
  16902: 'SEIZE',
};
const BPF: Readonly<Record<number, string>> = { 5: 'PROG_LOAD', 8: 'PROG_ATTACH', 28: 'LINK_CREATE' };

/** By the numbers of privilege_operation in apps/agent/native/events.h. */
const OPERATIONS: Readonly<Record<number, readonly [name: string, describe: Describe]>> = {
  1: ['setuid', ids(1)],
  2: ['setgid', ids(1)],
  3: ['capset', none],
  4: ['setns', ([, flags = 0]) => ({ namespaces: formatNamespaces(flags) })],
  5: ['unshare', namespaces],
  6: ['clone', namespaces],
  7: [
    'mount',
    (_, frame) => ({
      source: readText(frame, TAG.called),
      path: readText(frame, TAG.detail),
      type: readText(frame, TAG.detailType),
    }),
  ],
  8: ['umount', path],
  9: ['pivot-root', path],
  10: ['chroot', path],
  11: ['ptrace', ([request = 0, pid = 0]) => ({ request: PTRACE[request] ?? String(request), pid: String(pid) })],
  12: ['process-vm-read', target],
  13: ['process-vm-write', target],
  14: ['bpf', ([command = 0]) => ({ command: BPF[command] ?? String(command) })],
  15: ['module-load', none],
  16: ['module-unload', none],
  17: ['memfd-create', (_, frame) => ({ name: readText(frame, TAG.detail) })],
  18: ['userfaultfd', none],
  19: ['io-uring-setup', none],
  20: ['keyctl', ([operation = 0]) => ({ operation: String(operation) })],
  21: ['perf-event-open', none],
  22: ['kexec-load', none],
  23: ['raw-socket', ([family = 0, type = 0]) => ({ family: family === 17 ? 'packet' : String(family), type: String(type & 15) })],
  24: ['stdio-to-socket', ([, descriptor = 0]) => ({ descriptor: String(descriptor) })],
  25: ['set-name', (_, frame) => ({ name: readText(frame, TAG.detail) })],
  26: ['move-mount', path],
  27: ['setreuid', ids(2)],
  28: ['setresuid', ids(3)],
  29: ['setregid', ids(2)],
  30: ['setresgid', ids(3)],
};

/** What was tried, in words; an operation of a newer kernel side has a number. */
export function describePrivilege(frame: Frame): { readonly operation: string; readonly detail: Detail } {
  const [code, ...rest] = frame.head.numbers.map(number => Number(BigInt.asUintN(32, number)));
  const [operation, describe] = OPERATIONS[code ?? 0] ?? [`operation-${code}`, none];
  const detail = Object.entries(describe(rest, frame)).filter(([, text]) => text !== '');
  return { operation, detail: Object.fromEntries(detail) };
}

function readText({ fields }: Frame, tag: number): string {
  const [bytes] = fields.get(tag) ?? [];
  return bytes === undefined ? '' : toText(bytes);
}

/** All ones stand for: as it is. */
function formatId(id: number): string {
  return id === 0xffff_ffff ? '-' : String(id);
}
