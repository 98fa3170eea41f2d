import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '@breakwater/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toStart } from '../processes/read-process.ts';
import { ProgramHasher } from './program-hasher.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hasher-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function toEvent(pid: number, exe: string, process: object = {}): Event {
  const own = { id: 'p', pid, exe, argv: [], argvTruncated: false, uid: 0, ancestors: [], ...process };
  return { id: 'e', time: '2026-01-01T00:00:00Z', type: 'process-exec', cluster: '', node: 'n', containerId: 'c', process: own };
}

/** A program that runs until the test is over. */
async function run() {
  const exe = join(folder, 'sleeper');
  copyFileSync('/bin/sleep', exe);
  chmodSync(exe, 0o755);
  const child = spawn(exe, ['60'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return {
    exe,
    pid,
    start: toStart(readFileSync(`/proc/${pid}/stat`, 'utf8')),
    sha256: createHash('sha256').update(readFileSync(exe)).digest('hex'),
    stop,
  };
}

test('a program that runs is read through its process; another one, or one that is gone, is not', async () => {
  const hasher = new ProgramHasher('/proc');
  const { exe, pid, start, sha256, stop } = await run();
  const read = async (program: string, began: number) => (await hasher.add(toEvent(pid, program), began)).process?.sha256;
  // Of one file that is started by several at once.
  expect(new Set(await Promise.all(Array.from({ length: 5 }, () => read(exe, start))))).toStrictEqual(new Set([sha256]));
  expect([await read(exe, start), await read(exe, start), await read('/bin/other', start), await read(exe, start + 1)]).toStrictEqual([
    sha256,
    sha256,
    undefined,
    undefined,
  ]);
  // What was removed since still runs.
  rmSync(exe);
  expect(await read(exe, start)).toBe(sha256);
  await stop();
  expect(await read(exe, start)).toBeUndefined();
});

test.each<[string, Event, boolean]>([
  ['a file that was written since the start', toEvent(1, '/tmp/x', { layer: 'upper' }), true],
  ['a file of a volume, or where there is no overlay', toEvent(1, '/data/x'), true],
  ['a file of the image', toEvent(1, '/bin/sh', { layer: 'lower' }), false],
  ['a program in memory', toEvent(1, 'memfd:x', { traits: ['memfd'] }), false],
  ['what nobody knows the path of', toEvent(1, ''), false],
  ['another event', { ...toEvent(1, '/tmp/x'), type: 'process-exit' }, false],
])('%s', (_, event, wanted) => {
  expect(new ProgramHasher('/proc').wants(event)).toBe(wanted);
});

test('more than a few at once are not read', () => {
  const hasher = new ProgramHasher('/nowhere');
  const event = toEvent(1, '/tmp/x');
  const reading = Array.from({ length: 8 }, () => hasher.add(event, 1));
  expect(hasher.wants(event)).toBe(false);
  return expect(Promise.all(reading).then(events => events.every(one => one === event) && hasher.wants(event))).resolves.toBe(true);
});
