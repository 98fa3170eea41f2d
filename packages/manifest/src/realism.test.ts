import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { ManifestDocument } from './document.ts';
import { toObjects } from './objects.ts';
import { formatPath } from './path.ts';
import { readManifest } from './read-manifest.ts';

const FOLDER = fileURLToPath(new URL('../../../../shared/oracles/realism/', import.meta.url));
const isPresent = existsSync(FOLDER);

test.runIf(process.env['CI'] === 'true')('the realism files are there in CI', () => {
  expect(isPresent).toBe(true);
});

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.yaml'))
    .toSorted();
}

type Step = string | number;

function* listPaths(value: unknown, path: Step[]): Generator<Step[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  const steps: Step[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  for (const step of steps) yield* listPaths((value as Record<Step, unknown>)[step], [...path, step]);
}

/** Paths whose place does not hold what it should: the key, or any text for an item. */
function findMisplaced(document: ManifestDocument, lines: readonly string[]): string[] {
  const misplaced: string[] = [];
  for (const path of listPaths(document.value, [])) {
    const { line, column, exact } = document.locate(path);
    const text = lines[line - 1]?.slice(column - 1) ?? '';
    const step = path.at(-1);
    const isThere = typeof step === 'number' ? /^\S/.test(text) : [step, `"${step}"`, `'${step}'`].some(key => text.startsWith(`${key}:`));
    if (!exact || !isThere) misplaced.push(`${document.source}: ${formatPath(path)}: ${line}:${column}: ${text.slice(0, 40)}`);
  }
  return misplaced;
}

describe.skipIf(!isPresent)('files of real projects (skipped where ../shared/oracles/realism is absent)', () => {
  const files = isPresent ? listFiles(FOLDER) : [];

  test('are all read without a problem, and hold only objects', () => {
    const counts = { files: files.length, objects: 0 };
    for (const name of files) {
      const file = readManifest(readFileSync(FOLDER + name), { source: name });
      const { objects, problems } = toObjects(file);
      expect([...file.problems, ...problems]).toStrictEqual([]);
      counts.objects += objects.length;
    }
    expect(counts.files).toBeGreaterThan(80);
    expect(counts.objects).toBeGreaterThan(200);
  });

  test('every field is found at its key', { timeout: 60_000 }, () => {
    for (const name of files) {
      const text = readFileSync(FOLDER + name, 'utf8');
      const lines = text.split('\n');
      const misplaced = readManifest(text, { source: name }).documents.flatMap(document => findMisplaced(document, lines));
      expect(misplaced).toStrictEqual([]);
    }
  });
});
