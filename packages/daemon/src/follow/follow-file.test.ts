import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type FilePosition, type FollowOptions, followFile } from './follow-file.ts';

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'breakwater-follow-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
};

/** Follows a file, and gives what it told so far, at most so many lines. */
class Reader {
  readonly told: string[] = [];
  readonly troubles: string[] = [];
  tooLong = 0;
  position: FilePosition | undefined;
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;

  constructor(path: string, options: Partial<FollowOptions> = {}) {
    this.#done = this.#run(path, options);
    onTestFinished(async () => void (await this.stop()));
  }

  async stop(): Promise<FilePosition | undefined> {
    this.#stop.abort();
    await this.#done;
    return this.position;
  }

  async until(count: number): Promise<readonly string[]> {
    await expect.poll(() => this.told.length, { interval: 2 }).toBe(count);
    return this.told;
  }

  async #run(path: string, options: Partial<FollowOptions>): Promise<void> {
    const { signal } = this.#stop;
    const onTrouble = (trouble: string): void => void this.troubles.push(trouble);
    for await (const { lines, tooLong, position } of followFile({
      path,
      start: 'beginning',
      maxLine: 1000,
      pollMs: 2,
      signal,
      onTrouble,
      ...options,
    })) {
      this.told.push(...lines);
      this.tooLong += tooLong;
      this.position = position;
    }
  }
}

const age = (path: string, seconds: number): void => utimesSync(path, seconds, seconds);

test('lines are told as they end, what is too long is left out, and a file that comes later is read from its beginning', async () => {
  const path = join(folder(), 'audit.log');
  const reader = new Reader(path, { start: 'end' });
  await expect.poll(() => reader.troubles).toContain('missing');
  writeFileSync(path, 'a\n\nb');
  expect(await reader.until(1)).toStrictEqual(['a']);
  appendFileSync(path, `c\n${'x'.repeat(1001)}`);
  appendFileSync(path, 'x\nd\n');
  expect([await reader.until(3), reader.tooLong]).toStrictEqual([['a', 'bc', 'd'], 1]);
});

test.each([
  ['end', ['half line', 'c']],
  ['beginning', ['a', 'half line', 'c']],
] as const)('a file that is there is read from its %s, where a line begins', async (start, expected) => {
  const path = join(folder(), 'audit.log');
  writeFileSync(path, 'a\nhalf ');
  const reader = new Reader(path, { start });
  await new Promise(resolve => globalThis.setTimeout(resolve, 200));
  appendFileSync(path, 'line\nc\n');
  expect(await reader.until(expected.length)).toStrictEqual(expected);
});

test.each(['audit-2026-12-01T08-00-00.000.log', 'audit.log.1'])(
  'a file that becomes %s is read to its end, then the next one',
  async name => {
    const place = folder();
    const path = join(place, 'audit.log');
    writeFileSync(path, 'a\n');
    const reader = new Reader(path);
    await reader.until(1);
    renameSync(path, join(place, name));
    appendFileSync(join(place, name), 'b\n');
    age(join(place, name), 1000);
    writeFileSync(path, 'c\n');
    expect(await reader.until(3)).toStrictEqual(['a', 'b', 'c']);
    appendFileSync(path, 'd\n');
    expect(await reader.until(4)).toStrictEqual(['a', 'b', 'c', 'd']);
  },
);

test('a file that is truncated is read from its beginning, also where it is longer than before at the next look', async () => {
  const path = join(folder(), 'audit.log');
  writeFileSync(path, 'a\nb\n');
  const reader = new Reader(path, { pollMs: 30 });
  await reader.until(2);
  truncateSync(path);
  appendFileSync(path, 'c\n');
  await reader.until(3);
  truncateSync(path);
  appendFileSync(path, 'longer than before\ne\n');
  expect(await reader.until(5)).toStrictEqual(['a', 'b', 'c', 'longer than before', 'e']);
});

test('reading goes on where it ended: in the same file, and through all that were made since', async () => {
  const place = folder();
  const path = join(place, 'audit.log');
  writeFileSync(path, 'a\nb\nhalf');
  const before = new Reader(path);
  await before.until(2);
  const from = await before.stop();
  if (from === undefined) throw new TypeError('nothing was read');
  appendFileSync(path, ' line\n');
  const same = new Reader(path, { from, start: 'end' });
  expect(await same.until(1)).toStrictEqual(['half line']);
  await same.stop();

  renameSync(path, join(place, 'audit-1.log'));
  age(join(place, 'audit-1.log'), 1000);
  writeFileSync(join(place, 'audit-2.log'), 'c\n');
  age(join(place, 'audit-2.log'), 2000);
  writeFileSync(join(place, 'audit-2.log.gz'), 'packed');
  writeFileSync(join(place, 'audit-policy.yaml'), 'another');
  writeFileSync(path, 'd\n');
  const through = new Reader(path, { from, start: 'end' });
  expect([await through.until(3), through.troubles]).toStrictEqual([['half line', 'c', 'd'], []]);
});

test('what was removed before it was read is said to be lost, and what came after it is read', async () => {
  const path = join(folder(), 'audit.log');
  writeFileSync(path, 'a\n');
  const before = new Reader(path);
  await before.until(1);
  const from = await before.stop();
  if (from === undefined) throw new TypeError('nothing was read');
  writeFileSync(`${path}.new`, 'b\n');
  renameSync(`${path}.new`, path);
  const after = new Reader(path, { from: { ...from, writtenAt: '1' }, start: 'end' });
  expect([await after.until(1), after.troubles]).toStrictEqual([['b'], ['lost']]);
});

test('another file in the place of the one that was read is known by its beginning', async () => {
  const path = join(folder(), 'audit.log');
  writeFileSync(path, 'a\nb\n');
  const before = new Reader(path);
  await before.until(2);
  const from = await before.stop();
  if (from === undefined) throw new TypeError('nothing was read');
  truncateSync(path);
  appendFileSync(path, 'c\nd\ne\n');
  expect(await new Reader(path, { from, start: 'end' }).until(3)).toStrictEqual(['c', 'd', 'e']);
});
