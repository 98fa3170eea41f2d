import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Head } from '../frames/frame.ts';

/** A process that runs, as /proc tells. */
export interface FoundProcess {
  readonly head: Head;
  /** Empty for what has none, as kernel threads. */
  readonly exe: string;
  readonly argv: readonly string[];
  readonly argvTruncated: boolean;
  readonly cwd: string | undefined;
  readonly isDeleted: boolean;
  readonly cgroupPath: string;
}

const MAX_ARGV = 8192;
const DELETED = / \(deleted\)$/;
const NOBODY = 0xffff_ffff;

/** Reads one folder of /proc; undefined for a process that has ended meanwhile, and for threads of the kernel. */
export function readProcess(folder: string): FoundProcess | undefined {
  try {
    const stat = readStat(readFileSync(join(folder, 'stat'), 'utf8'));
    const exe = readlinkSync(join(folder, 'exe'));
    const argv = readFileSync(join(folder, 'cmdline'));
    const status = readFileSync(join(folder, 'status'), 'utf8');
    return {
      head: toHead(stat, status, folder),
      exe: exe.replace(DELETED, ''),
      argv: splitArguments(argv.subarray(0, MAX_ARGV)),
      argvTruncated: argv.length > MAX_ARGV,
      cwd: tryLink(join(folder, 'cwd')),
      isDeleted: DELETED.test(exe),
      cgroupPath: readCgroupPath(readFileSync(join(folder, 'cgroup'), 'utf8')),
    };
  } catch {
    return undefined;
  }
}

interface Stat {
  readonly pid: number;
  readonly name: string;
  readonly parentPid: number;
  readonly start: number;
}

/** The name may hold anything, brackets too: what counts begins behind the last one. */
function readStat(text: string): Stat {
  const [open, close] = [text.indexOf('('), text.lastIndexOf(')')];
  const rest = text.slice(close + 2).split(' ');
  return { pid: Number(text.slice(0, open)), name: text.slice(open + 1, close), parentPid: Number(rest[1]), start: Number(rest[19]) };
}

/** When a process started, by its line in /proc/PID/stat: hundredths of a second since boot. */
export function toStart(stat: string): number {
  return readStat(stat).start;
}

function toHead({ pid, name, parentPid, start }: Stat, status: string, folder: string): Head {
  const numbers = (key: string): readonly number[] => (new RegExp(`^${key}:\\t(.*)$`, 'm').exec(status)?.[1] ?? '').split('\t').map(Number);
  const [uid = 0, effectiveUid = 0] = numbers('Uid');
  const [gid = 0] = numbers('Gid');
  return {
    type: 0,
    time: BigInt(start) * 10_000_000n,
    start,
    parentStart: 0,
    cgroup: '',
    pid,
    tid: pid,
    containerPid: numbers('NSpid').at(-1) ?? pid,
    parentPid,
    uid,
    gid,
    effectiveUid,
    loginUid: readNumber(join(folder, 'loginuid')),
    flags: 0,
    name,
    numbers: [0n, 0n, 0n, 0n, 0n, 0n],
  };
}

function readNumber(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return NOBODY;
  }
}

function tryLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function splitArguments(bytes: Buffer): string[] {
  const text = bytes.toString('utf8');
  return text === '' ? [] : text.replace(/\0$/, '').split('\0');
}

/** The cgroup that names a container: that of version 2, else that of the controller pids. */
function readCgroupPath(text: string): string {
  const lines = text.split('\n').map(line => line.split(':'));
  const path = (wanted: string): string =>
    lines
      .find(([, name]) => name === wanted)
      ?.slice(2)
      .join(':') ?? '';
  return path('').length > 1 ? path('') : path('pids');
}
