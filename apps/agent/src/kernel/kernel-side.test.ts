import process from 'node:process';
import { createLog } from '@breakwater/daemon';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Frame } from '../frames/frame.ts';
import { FRAME } from '../frames/layout.ts';
import { buildFrame } from '../testing/build-frame.ts';
import { KernelSide } from './kernel-side.ts';

const FRAMES = Buffer.concat([buildFrame({ type: FRAME.exec, pid: 1 }), buildFrame({ type: FRAME.exit, pid: 1 })]).toString('hex');

/** A program that stands in for the one that loads the kernel side. */
function start(script: string) {
  const frames: Frame[] = [];
  const ends: string[] = [];
  const side = new KernelSide({
    program: process.execPath,
    args: ['-e', script],
    commands: ['read /etc/shadow', 'start'],
    onFrame: frame => frames.push(frame),
    onEnd: reason => ends.push(reason),
    log: createLog('silent'),
    retry: { first: 10, longest: 20 },
  });
  onTestFinished(() => side.stop());
  return { side, frames, ends };
}

test('it is told what to watch, is heard, and ends when it is told nothing more', async () => {
  const { side, frames, ends } = start(
    `process.stdin.on('data', words => { if (String(words) === 'read /etc/shadow\\nstart\\n') process.stdout.write(Buffer.from('${FRAMES}', 'hex')); })`,
  );
  await vi.waitFor(() => expect(frames.map(({ head }) => head.type)).toStrictEqual([FRAME.exec, FRAME.exit]), 10_000);
  await side.stop();
  expect([ends, side.pid]).toStrictEqual([[], undefined]);
});

test('one that ends again and again is started again and again, and why is said', async () => {
  const { ends, frames } = start(
    `process.stdout.write(Buffer.from('${FRAMES}', 'hex'), () => { console.error('no BTF here'); process.exit(1); })`,
  );
  await vi.waitFor(() => expect(ends.length).toBeGreaterThanOrEqual(3), 10_000);
  expect([new Set(ends), frames.length >= 6]).toStrictEqual([new Set(['no BTF here']), true]);
});

test('what cannot be read is not read on: it is ended and started again', async () => {
  const { ends, frames } = start(
    'process.stdout.write(Buffer.alloc(1000, 0xff)); setInterval(() => process.stdout.write(Buffer.alloc(1000, 0xff)), 5)',
  );
  await vi.waitFor(() => expect(ends.length).toBeGreaterThanOrEqual(2), 10_000);
  expect([ends[0], frames]).toStrictEqual(['it ended with SIGKILL', []]);
});

test('one that is not there is said to be missing', () => {
  const options = { args: [], commands: [], onFrame: () => undefined, onEnd: () => undefined, log: createLog('silent') };
  expect(() => new KernelSide({ ...options, program: '/nowhere/kernel-events' })).toThrow(
    '/nowhere/kernel-events is not there: build it with `make agent`',
  );
});
