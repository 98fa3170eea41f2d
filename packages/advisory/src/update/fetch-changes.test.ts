import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { serve } from '../testing/mirror.ts';
import { beginChanges, fetchChanges, fetchMissing } from './fetch-changes.ts';
import { createHttp } from './http.ts';

const CHANGES = { path: '/list.csv', file: 'npm.changes.jsonl', toPath: (name: string) => `/${name}.json` };
const BEGUN = '2026-11-30T12:00:00.000Z';
const LATER = '2026-12-01T12:00:00.000Z';

/** What one step after the other answers, and what lies in the folder at the end. */
async function run(files: Readonly<Record<string, string>>, times: readonly string[], whole = true) {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-changes-'));
  await using server = await serve(files);
  await using http = createHttp({ httpsProxy: '', httpProxy: '', noProxy: '' });
  try {
    if (whole) writeFileSync(join(folder, 'npm.zip'), '');
    if (whole) beginChanges(CHANGES, { folder, now: BEGUN }, 'changed');
    const answers: unknown[] = [];
    for (const now of times)
      answers.push(
        await fetchChanges(CHANGES, { base: server.url, folder, file: 'npm.zip', now }, http).catch((cause: unknown) => String(cause)),
      );
    return { answers, log: server.log, kept: tryRead(join(folder, CHANGES.file)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tryRead(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

it('fetches what changed since the whole came, and that once', async () => {
  const files = {
    'list.csv':
      '2026-12-01T10:00:00Z,GHSA-2\n2026-11-30T13:00:00.123Z,GHSA-1\n2026-11-01T00:00:00Z,GHSA-0\nno line\n2026-12-01T09:00:00Z,../../x\n',
    'GHSA-1.json': '{"id":\n"GHSA-1"}',
    'GHSA-2.json': '{"id":"GHSA-2"}',
  };
  expect(await run(files, [LATER, LATER])).toEqual({
    answers: ['changed', 'unchanged'],
    log: ['/list.csv 200', '/GHSA-2.json 200', '/GHSA-1.json 200', '/list.csv 200'],
    kept: '{"id":"GHSA-2"}\n{"id":"GHSA-1"}\n',
  });
});

it.each<['changed' | 'unchanged', string | undefined]>([
  ['changed', undefined],
  ['unchanged', '{}\n'],
])('a whole that is %s decides what is kept of before', (fetched, kept) => {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-changes-'));
  try {
    beginChanges(CHANGES, { folder, now: BEGUN }, 'unchanged');
    writeFileSync(join(folder, CHANGES.file), '{}\n');
    beginChanges(CHANGES, { folder, now: LATER }, fetched);
    expect(tryRead(join(folder, CHANGES.file))).toBe(kept);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it.each<[title: string, list: string, known: readonly string[], kept: string | undefined, failure: string | undefined]>([
  ['nothing', '2026-12-01T10:00:00Z,X-1', ['X-1', 'X-2'], undefined, undefined],
  ['a record', '2026-12-01T10:00:00Z,X-1\n2020-12-01T10:00:00Z,X-2', ['X-1'], '{"id":2}\n', undefined],
  ['a record that is gone', '2020-12-01T10:00:00Z,X-3', [], undefined, undefined],
  [
    'more than can be',
    Array.from({ length: 1001 }, (_, index) => `2026-12-01T10:00:00Z,Y-${index}`).join('\n'),
    [],
    undefined,
    'the dump lacks 1001 records that the list of changes has',
  ],
])('fetches what a dump lacks: %s', async (_, list, known, kept, failure) => {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-changes-'));
  await using server = await serve({ 'list.csv': list, 'X-2.json': '{"id": 2}' });
  await using http = createHttp({ httpsProxy: '', httpProxy: '', noProxy: '' });
  try {
    const fetched = fetchMissing(CHANGES, new Set(known), { base: server.url, folder }, http);
    expect(await fetched.catch((cause: unknown) => (cause as Error).message)).toBe(failure);
    expect(tryRead(join(folder, CHANGES.file))).toBe(kept);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('passes over what nobody has any more', async () => {
  const files = { 'list.csv': '2026-12-01T10:00:00Z,X-1\n2026-12-01T09:00:00Z,X-2', 'X-2.json': '{}' };
  expect(await run(files, [LATER, LATER])).toMatchObject({ answers: ['changed', 'unchanged'], kept: '{}\n' });
});

it('reads a list with the name first', async () => {
  const files = { 'list.csv': '"2026/cve-2026-1.json","2026-12-01T10:00:00+00:00"\r\n', '2026/cve-2026-1.json.json': '{}' };
  expect((await run(files, [LATER])).answers).toEqual(['changed']);
});

it.each<[title: string, list: string, now: string, whole: boolean]>([
  ['there is no whole', '', LATER, false],
  ['the whole is old', '', '2027-01-01T00:00:00Z', true],
  ['much has changed', Array.from({ length: 1001 }, (_, index) => `2026-12-01T10:00:00Z,X-${index}`).join('\n'), LATER, true],
])('asks for the whole when %s', async (_, list, now, whole) => {
  expect((await run({ 'list.csv': list }, [now], whole)).answers).toEqual([undefined]);
});

it.each<[title: string, files: Readonly<Record<string, string>>, failure: string]>([
  ['a record is broken', { 'X-1.json': '{' }, expect.stringMatching(/^SyntaxError/) as unknown as string],
])('notes nothing when %s', async (_, files, failure) => {
  const list = { 'list.csv': '2026-12-01T10:00:00Z,X-1' };
  expect(await run({ ...list, ...files }, [LATER, LATER])).toMatchObject({ answers: [failure, failure], kept: undefined });
});
