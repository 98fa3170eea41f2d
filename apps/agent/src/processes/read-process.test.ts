import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect, onTestFinished, test } from 'vitest';
import { readProcess } from './read-process.ts';
import { sortByDescent } from './sort-by-descent.ts';

function write(name: string, exe: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bw-proc-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stat = `42 (${name}) S 7 ${Array.from({ length: 17 }, (_, index) => index).join(' ')} 1234 5 6`;
  const files = {
    stat,
    cmdline: 'sh\0-c\0a\nb\0',
    status: 'Name:\tx\nUid:\t1000\t0\t0\t0\nGid:\t100\t100\nNSpid:\t42\t3\n',
    cgroup: '12:pids:/old\n1:name=systemd:/x\n0::/kubepods/pod:1/c\n',
    loginuid: '4294967295',
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  symlinkSync(exe, join(folder, 'exe'));
  return folder;
}

test('a process is read, whatever it calls itself', () => {
  const found = readProcess(write('a) R 1 (b', '/tmp/x (deleted)'));
  expect({ ...found, head: { ...found?.head, numbers: [] } }).toStrictEqual({
    head: {
      type: 0,
      time: 12_340_000_000n,
      start: 1234,
      parentStart: 0,
      cgroup: '',
      pid: 42,
      tid: 42,
      containerPid: 3,
      parentPid: 7,
      uid: 1000,
      gid: 100,
      effectiveUid: 0,
      loginUid: 4_294_967_295,
      flags: 0,
      name: 'a) R 1 (b',
      numbers: [],
    },
    exe: '/tmp/x',
    argv: ['sh', '-c', 'a\nb'],
    argvTruncated: false,
    cwd: undefined,
    isDeleted: true,
    cgroupPath: '/kubepods/pod:1/c',
  });
});

test('what is no process is none', () => {
  const folder = write('x', '/bin/x');
  mkdirSync(join(folder, 'empty'));
  expect([readProcess(join(folder, 'empty')), readProcess('/nowhere')]).toStrictEqual([undefined, undefined]);
});

test('a process of this machine', () => {
  const child = spawn('sleep', ['60']);
  onTestFinished(() => void child.kill());
  const found = readProcess(`/proc/${child.pid}`);
  expect([found?.head.parentPid, found?.argv]).toStrictEqual([process.pid, ['sleep', '60']]);
});

test('parents stand before their children, also where pids began anew or form a circle', () => {
  const of = (pid: number, parentPid: number) => {
    const found = readProcess(write('x', '/bin/x'));
    if (found === undefined) throw new Error('it was not read');
    return { ...found, head: { ...found.head, pid, parentPid } };
  };
  const sorted = sortByDescent([of(3, 9), of(9, 1), of(1, 0), of(20, 21), of(21, 20)]);
  expect(sorted.map(({ head }) => head.pid)).toStrictEqual([1, 9, 3, 21, 20]);
});
