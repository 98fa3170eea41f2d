import { readdirSync, readFileSync } from 'node:fs';
import { type ManifestObject, readManifest, toObjects } from '@breakwater/manifest';
import type { Result } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { judgeSet, readCompiledPolicies } from './judge-set.ts';

const examples = new URL('../../examples/', import.meta.url);

interface ExampleObject {
  readonly object: ManifestObject;
  readonly lines: readonly string[];
}

/** Objects of an example with the lines of their documents. */
function readExample(name: string): readonly ExampleObject[] {
  return readdirSync(new URL(name, examples))
    .toSorted()
    .flatMap(file => {
      const text = readFileSync(new URL(`${name}/${file}`, examples), 'utf8');
      const manifest = readManifest(text, { source: file });
      expect(manifest.problems).toEqual([]);
      const lines = text.split('\n');
      return toObjects(manifest).objects.map((object, index, all) => {
        const next = all[index + 1]?.document.line ?? lines.length + 1;
        return { object, lines: lines.slice(object.document.line - 1, next - 1) };
      });
    });
}

function findFaults(objects: readonly ExampleObject[]): readonly Result[] {
  return judgeSet(
    objects.map(({ object }) => ({ value: object.value, locate: path => object.locate(path) })),
    true,
  );
}

/** `# fault: a, b` anywhere in a document speaks of its object. */
function listMarks({ object, lines }: ExampleObject): readonly string[] {
  const recommended = new Set(
    readCompiledPolicies()
      .filter(policy => policy.recommended !== false)
      .map(policy => policy.id),
  );
  const name = toName(object.value.kind, object.value.metadata?.namespace ?? '', object.value.metadata?.name ?? '');
  const marks = lines.flatMap(line => /# fault: (.+)$/.exec(line)?.[1]?.split(',') ?? []).map(mark => mark.trim());
  return [...new Set(marks)].filter(mark => recommended.has(mark)).map(mark => `${name}: ${mark}`);
}

function toName(kind: string, namespace: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

describe('examples/shop', () => {
  const objects = readExample('shop');
  const faults = findFaults(objects);

  test('every fault that a comment marks is found at its object, and every finding is marked', () => {
    const found = new Set(faults.map(({ target, policy }) => `${toName(target.kind, target.namespace, target.name)}: ${policy}`));
    const marked = new Set(objects.flatMap(listMarks));
    expect({ missed: [...marked].filter(mark => !found.has(mark)), unmarked: [...found].filter(mark => !marked.has(mark)) }).toEqual({
      missed: [],
      unmarked: [],
    });
  });

  test('every finding has a place in a file', () => {
    expect(faults.filter(fault => fault.location === undefined)).toEqual([]);
  });
});

test('nothing is found in examples/shop-fixed', () => {
  expect(
    findFaults(readExample('shop-fixed')).map(({ target, policy, message }) => `${target.kind} ${target.name}: ${policy}: ${message}`),
  ).toEqual([]);
});
