import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createLog } from '@breakwater/daemon';
import { expect, onTestFinished, test } from 'vitest';
import type { SourceSurroundings } from '../event-source.ts';
import { FRAME } from '../frames/layout.ts';
import { buildFrame } from '../testing/build-frame.ts';
import { source } from './kernel.ts';

const READY = buildFrame({ type: FRAME.ready, pid: 0 }).toString('hex');

/** Starts it with a program that stands in for the kernel side, and says what was told by the time that the start was over. */
async function start(script: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const kernelSide = join(folder, 'kernel-events');
  writeFileSync(kernelSide, `#!${process.execPath}\n${script}`, { mode: 0o755 });
  const told: string[] = [];
  const surroundings = {
    options: { kernelSide, wholeHost: false, ringKib: 64, syscalls: false, pid: process.pid },
    log: { ...createLog('silent'), info: (_: unknown, words: string) => told.push(words), error: () => undefined },
    notice: ({ code }: { readonly code: string }) => told.push(code),
  } as unknown as SourceSurroundings;
  const stop = await source.start(surroundings);
  const now = [...told];
  await stop();
  return now;
}

test.each([
  [
    'once it is loaded',
    `setTimeout(() => process.stdout.write(Buffer.from('${READY}', 'hex')), 200); process.stdin.resume();`,
    'the kernel side is loaded',
  ],
  ['once it has failed', `setTimeout(() => process.exit(1), 200);`, 'kernel-side-ended'],
])('the start is over %s, and not before', async (_, script, word) => {
  expect(await start(script)).toStrictEqual([word]);
});
