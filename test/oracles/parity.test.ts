import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWithShared } from '../shared.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Criteria of StackRox that are about an image, by the beginnings of their names. */
const OF_IMAGES = /^(?:(?:Required )?Image|Dockerfile|CVE|CVSS|Fixed By)/;

interface Peer {
  readonly name: string;
  readonly criteria: readonly { readonly groups: readonly { readonly field: string }[] }[];
}

const rows = readFileSync(join(ROOT, 'docs/reference/parity.md'), 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| ') && !line.startsWith('| policy of'))
  .map(line => line.split('|').map(cell => cell.trim()))
  .map(([, name = '', ours = '', difference = '']) => ({ name, ours, difference }));

describeWithShared('image policies of StackRox', ['oracles', 'policy', 'stackrox-default-policies.jsonl'], file => {
  test('each stands in the table once', () => {
    const peers = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Peer);
    const names = peers
      .filter(({ criteria }) => criteria.some(({ groups }) => groups.some(({ field }) => OF_IMAGES.test(field))))
      .map(({ name }) => name);
    expect(rows.map(({ name }) => name)).toStrictEqual(names.toSorted());
  });
});

test('what is named as ours exists, and what has no equivalent has a reason', () => {
  const known = new Set([
    ...readdirSync(join(ROOT, 'content/policies')).map(name => name.replace('.yaml', '')),
    ...readdirSync(join(ROOT, 'apps/cli/src/commands')).map(name => name.replace('.ts', '').replace('-', ' ')),
  ]);
  const faults = rows.filter(({ ours, difference }) => {
    const named = [...ours.matchAll(/`([^`]+)`/g)].map(([, id = '']) => id);
    return named.length === 0 ? ours !== 'none' || difference === '' : named.some(id => !known.has(id));
  });
  expect(faults).toStrictEqual([]);
});
