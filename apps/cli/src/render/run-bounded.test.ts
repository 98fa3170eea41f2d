import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { type Bounds, runBounded } from './run-bounded.ts';
import { createTools } from './testing/tools.ts';

const BOUNDS: Bounds = { time: 10_000, memory: 1024 ** 3, output: 1000 };

async function runScript(script: string, bounds: Partial<Bounds> = {}, words: readonly string[] = []) {
  using tools = createTools({ tool: script });
  const ending = await runBounded({ command: [tools.at('tool'), ...words], env: { A: '1' }, folder: tools.path }, { ...BOUNDS, ...bounds });
  return { ...ending, out: ending.out.toString() };
}

describe('a tool ends', () => {
  test.each<[string, string, Partial<Bounds>, object]>([
    ['by itself', 'echo out; echo err >&2; exit 3', {}, { reason: 'exit', code: 3, out: 'out\n', err: 'err\n' }],
    ['by a signal', 'kill -9 $$', {}, { reason: 'exit', code: undefined, out: '', err: '' }],
    ['when it takes too long', 'echo out; /bin/sleep 60', { time: 200 }, { reason: 'time', code: undefined, out: '', err: '' }],
    ['when it says too much', 'while :; do echo too much of it; done', {}, { reason: 'output', code: undefined, out: '', err: '' }],
    ['when it never ends to complain', 'while :; do echo oh no >&2; done', { time: 300 }, { reason: 'time', code: undefined, out: '' }],
  ])('%s', async (_, script, bounds, expected) => {
    const start = performance.now();
    expect(await runScript(script, bounds)).toMatchObject(expected);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('that is none', async () => {
    using folder = createFolder({ tool: 'no script' });
    const ending = await runBounded({ command: [folder.at('tool')], env: {}, folder: folder.path }, BOUNDS);
    expect([ending.reason, ending.err]).toStrictEqual(['start', expect.stringMatching(/EACCES/)]);
  });
});

test('words reach it as they are, and only the environment that it is given', async () => {
  const words = ['a b', '$(touch x)', '; exit 1', '', "it's"];
  const { out } = await runScript('printf "%s|" "$@"; printf "%s" "$A$HOME"', {}, words);
  expect(out).toBe(`${words.join('|')}|1`);
});

test('what it said on standard error is kept from the beginning, up to a bound', async () => {
  const { err } = await runScript(
    'echo first >&2; i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789 >&2; i=$((i+1)); done',
  );
  expect([err.length, err.startsWith('first\n')]).toStrictEqual([65_536, true]);
});

test.each<[string, Partial<Bounds>, string]>([
  ['is ended', { time: 300 }, '/bin/sleep 60'],
  ['has ended by itself', {}, 'exit 0'],
])('what a tool started ends with it when it %s', async (_, bounds, end) => {
  using folder = createFolder();
  const [pid, late] = [folder.at('pid'), folder.at('late')];
  await runScript(`(/bin/sleep 1; echo late > ${late}) >/dev/null 2>&1 & echo $! > ${pid}\n${end}`, bounds);
  expect(readFileSync(pid, 'utf8')).toMatch(/^\d+\n$/);
  await new Promise(resolve => setTimeout(resolve, 1200));
  expect(existsSync(late)).toBe(false);
});
