import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Event } from '@breakwater/model';

/** Something that is done in a container, and what the agent has to tell of it. */
export interface Behaviour {
  readonly name: string;
  /** Words that are executed, without a shell unless they name one. */
  readonly words: readonly string[];
  readonly isSeen: (event: Event) => boolean;
}

/** The image's only program is that of the machine. */
const BUSYBOX = createHash('sha256').update(readFileSync('/bin/busybox')).digest('hex');
const SHADOW = '/etc/shadow';
const ATTACK = '/tmp/attack';
const sh = (script: string): readonly string[] => ['sh', '-c', script];
const attack = (...words: readonly string[]): readonly string[] => [ATTACK, ...words];

const isExec = ({ type }: Event): boolean => type === 'process-exec';
const hasTrait = ({ process }: Event, trait: string): boolean => process?.traits?.some(is => is === trait) === true;
const reads =
  (path: string, called?: string, alias?: string) =>
  ({ file }: Event): boolean =>
    file?.operation === 'read' && file.path === path && (called === undefined || file.called === called) && file.alias === alias;
const does =
  (operation: string, detail: Readonly<Record<string, string>> = {}, result?: string) =>
  ({ privilege }: Event): boolean =>
    privilege?.operation === operation &&
    Object.entries(detail).every(([name, value]) => privilege.detail[name] === value) &&
    (result === undefined || privilege.result === result);

/** In this order: some rest on what those before them left behind. */
export const BEHAVIOURS: readonly Behaviour[] = [
  {
    name: 'a shell that is let in from outside',
    words: sh('exit 7'),
    isSeen: event =>
      isExec(event) &&
      event.process?.argv.join(' ') === 'sh -c exit 7' &&
      event.process.exe === '/bin/busybox' &&
      event.process.layer === 'lower' &&
      event.process.entry === 'exec',
  },
  { name: 'its exit', words: sh('exit 7'), isSeen: ({ exit }) => exit?.code === 7 },
  {
    name: 'a program that busybox runs without executing anything, or by itself',
    words: sh('id; true'),
    isSeen: event => isExec(event) && event.process?.name === 'id' && event.process.ancestors[0]?.argv.join(' ') === 'sh -c id; true',
  },
  {
    name: 'a program that was dropped into the container',
    words: attack('nothing'),
    isSeen: event => isExec(event) && event.process?.exe === ATTACK && event.process.layer === 'upper',
  },
  {
    name: 'what a program holds that was written since the container started',
    words: sh('/bin/busybox cp /bin/busybox /tmp/busybox; /tmp/busybox sleep 1'),
    isSeen: ({ type, process }) => type === 'process-exec' && process?.exe === '/tmp/busybox' && process.sha256 === BUSYBOX,
  },
  {
    name: 'a program without a file, whose library is not its own; no other setting is told',
    words: attack('memfd'),
    isSeen: event =>
      isExec(event) &&
      hasTrait(event, 'memfd') &&
      event.process?.argv.join(' ') === 'harmless nothing' &&
      JSON.stringify(event.process.environment) === '{"LD_PRELOAD":"/tmp/evil.so"}',
  },
  { name: 'memory that is made for it', words: attack('memfd'), isSeen: does('memfd-create', { name: 'hidden' }) },
  {
    name: 'the token of its service account is read',
    words: sh('cat /var/run/secrets/kubernetes.io/serviceaccount/token'),
    isSeen: ({ file }) => file?.operation === 'read' && /^\/(?:var\/)?run\/secrets\/.*\/token$/.test(file.path),
  },
  {
    name: 'a watched file is written anew',
    words: sh(`echo root:x: > ${SHADOW}`),
    isSeen: ({ file }) => file?.operation === 'create' && file.path === SHADOW && file.flags.includes('O_CREAT'),
  },
  { name: 'read by its name', words: ['cat', SHADOW], isSeen: reads(SHADOW, SHADOW) },
  { name: 'read by a relative path', words: sh('cd /etc && cat ./shadow'), isSeen: reads(SHADOW, './shadow') },
  { name: 'read by a path that goes up', words: ['cat', '/tmp/../etc/shadow'], isSeen: reads(SHADOW, '/tmp/../etc/shadow') },
  { name: 'read relative to an open folder', words: attack('dirfd', '/etc', 'shadow'), isSeen: reads(SHADOW, 'shadow') },
  { name: 'read by /proc/self/root', words: ['cat', '/proc/self/root/etc/shadow'], isSeen: reads(SHADOW, '/proc/self/root/etc/shadow') },
  { name: 'read by the call open', words: attack('open', SHADOW), isSeen: reads(SHADOW, SHADOW) },
  { name: 'read by the call openat2', words: attack('openat2', SHADOW), isSeen: reads(SHADOW, SHADOW) },
  {
    name: 'a symbolic link is laid to it',
    words: ['busybox', 'ln', '-s', '../etc/shadow', '/tmp/soft'],
    isSeen: ({ file }) => file?.operation === 'symlink' && file.path === SHADOW && file.target === '/tmp/soft',
  },
  { name: 'read by the symbolic link', words: ['cat', '/tmp/soft'], isSeen: reads(SHADOW, '/tmp/soft') },
  {
    name: 'a hard link is laid to it',
    words: ['busybox', 'ln', SHADOW, '/tmp/hard'],
    isSeen: ({ file }) => file?.operation === 'link' && file.path === SHADOW && file.target === '/tmp/hard',
  },
  { name: 'read by the hard link', words: ['cat', '/tmp/hard'], isSeen: reads('/tmp/hard', '/tmp/hard', SHADOW) },
  {
    name: 'moved away',
    words: sh('cd /etc && busybox mv shadow ../tmp/moved'),
    isSeen: ({ file }) => file?.operation === 'rename' && file.path === SHADOW && file.target === '/tmp/moved',
  },
  {
    name: 'emptied by the call creat',
    words: attack('creat', '/etc/crontab'),
    isSeen: ({ file }) => file?.operation === 'create' && file.path === '/etc/crontab' && file.flags.includes('O_TRUNC'),
  },
  {
    name: 'a file gets the right of its owner for everybody',
    words: attack('chmod', '/tmp/attack'),
    isSeen: ({ file }) => file?.operation === 'chmod' && file.path === ATTACK && file.mode === '4755',
  },
  {
    name: 'a file whose name is made to be misread',
    words: sh('echo > "$(printf \'/etc/a\\n{"type":"x"}\\377\')"'),
    isSeen: ({ file }) => file?.operation === 'create' && file.path === '/etc/a\n{"type":"x"}\ufffd',
  },
  {
    name: 'arguments that are long and made to be misread',
    words: attack('nothing', 'x'.repeat(5000), 'a\nb"\\x00'),
    isSeen: ({ process }) => process?.argv[2]?.length === 5000 && process.argv[3] === 'a\nb"\\x00' && !process.argvTruncated,
  },
  {
    name: 'arguments that are longer than is told',
    words: attack('nothing', 'y'.repeat(9000)),
    isSeen: ({ process }) => process?.argv[2]?.startsWith('yyy') === true && process.argvTruncated,
  },
  {
    name: 'a connection that nobody takes',
    words: attack('connect', '127.0.0.1', '4444'),
    isSeen: ({ connect }) => connect?.remote.address === '127.0.0.1' && connect.remote.port === 4444 && connect.result === 'started',
  },
  {
    name: 'and that it failed',
    words: attack('connect', '127.0.0.1', '4445'),
    isSeen: ({ connect }) => connect?.remote.port === 4445 && connect.result === 'ECONNREFUSED',
  },
  {
    name: 'a listener',
    words: sh('busybox timeout 1 nc -l -p 5555 || true'),
    isSeen: ({ listen }) => listen?.protocol === 'tcp' && listen.local.port === 5555,
  },
  {
    name: 'a connection that is taken',
    words: sh('(busybox timeout 3 nc -l -p 5556 >/dev/null &) ; sleep 1; echo | busybox timeout 1 nc 127.0.0.1 5556 || true'),
    isSeen: ({ accept, process }) => accept?.local.port === 5556 && process?.argv.includes('-l') === true,
  },
  {
    name: 'a shell whose input and output are a connection',
    words: sh(`(busybox timeout 3 nc -l -p 5557 >/dev/null &) ; sleep 1; ${ATTACK} reverse 127.0.0.1 5557 || true`),
    isSeen: event =>
      isExec(event) && hasTrait(event, 'stdin-socket') && hasTrait(event, 'stdout-socket') && event.process?.argv[0] === 'sh',
  },
  {
    name: 'a question for a name',
    words: sh('busybox timeout 3 nslookup evil.example 127.0.0.1 || true'),
    isSeen: ({ dns, process }) =>
      dns?.query === 'evil.example' && dns.server === '127.0.0.1' && process?.argv.includes('evil.example') === true,
  },
  {
    name: 'the datagram that it is sent in',
    words: sh('busybox timeout 3 nslookup other.example 127.0.0.2 || true'),
    isSeen: ({ connect }) => connect?.protocol === 'udp' && connect.remote.address === '127.0.0.2' && connect.remote.port === 53,
  },
  { name: 'itself to be traced', words: attack('trace'), isSeen: does('ptrace', { request: 'TRACEME' }) },
  { name: 'namespaces of its own', words: attack('unshare'), isSeen: does('unshare', { namespaces: 'mnt,user' }) },
  { name: 'a mount that is refused', words: attack('mount'), isSeen: does('mount', { path: '/tmp', type: 'tmpfs' }, 'EPERM') },
  { name: 'packets as they are', words: attack('packet'), isSeen: does('raw-socket', { family: 'packet' }) },
  { name: 'a program for the kernel that is refused', words: attack('bpf'), isSeen: does('bpf', { command: 'PROG_LOAD' }, 'EPERM') },
  {
    name: 'a module for the kernel that is refused',
    words: attack('module'),
    isSeen: event => does('module-load')(event) && event.privilege?.result !== undefined,
  },
  { name: 'another user', words: attack('setuid'), isSeen: does('setuid', { ids: '1000' }) },
];
