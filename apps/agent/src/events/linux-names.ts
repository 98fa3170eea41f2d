import { constants } from 'node:os';

/** Names of errors by their numbers. */
const ERRORS = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]));

export function formatError(number: number): string {
  return ERRORS.get(number) ?? `errno ${number}`;
}

/** In the order of their bits, from linux/capability.h. */
const CAPABILITIES =
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'.split(
    ' ',
  );

/** A node has few different sets. */
const SETS = new Map<bigint, readonly string[]>();
const MAX_SETS = 1000;

export function listCapabilities(bits: bigint): readonly string[] {
  const known = SETS.get(bits);
  if (known !== undefined) return known;
  const set = CAPABILITIES.filter((_, index) => ((bits >> BigInt(index)) & 1n) === 1n).map(name => `CAP_${name}`);
  if (SETS.size < MAX_SETS) SETS.set(bits, set);
  return set;
}

/** From asm-generic/fcntl.h; the two lowest bits are a number. */
const OPEN_FLAGS: readonly (readonly [bits: number, name: string])[] = [
  [0o100, 'O_CREAT'],
  [0o200, 'O_EXCL'],
  [0o1000, 'O_TRUNC'],
  [0o2000, 'O_APPEND'],
  [0o400000, 'O_NOFOLLOW'],
];

export function listOpenFlags(flags: number): string[] {
  const access = ['O_RDONLY', 'O_WRONLY', 'O_RDWR'][flags & 3] ?? 'O_RDWR';
  return [access, ...OPEN_FLAGS.filter(([bits]) => (flags & bits) === bits).map(([, name]) => name)];
}

/** From linux/sched.h. */
const NAMESPACES: readonly (readonly [bits: number, name: string])[] = [
  [0x0002_0000, 'mnt'],
  [0x0200_0000, 'cgroup'],
  [0x0400_0000, 'uts'],
  [0x0800_0000, 'ipc'],
  [0x1000_0000, 'user'],
  [0x2000_0000, 'pid'],
  [0x4000_0000, 'net'],
];

/** Names of namespaces, with a comma between; empty for none. */
export function formatNamespaces(flags: number): string {
  return NAMESPACES.filter(([bits]) => (flags & bits) !== 0)
    .map(([, name]) => name)
    .join(',');
}

const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6', 132: 'sctp', 136: 'udplite' };

export function formatProtocol(number: number): string {
  return PROTOCOLS[number] ?? String(number);
}
