import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWithShared } from '../../../test/shared.ts';
import { compareVersions, schemes } from './index.ts';

/** Lines that another line of the same file, or the ecosystem's own tool, contradicts: pacman orders 1.0.0alpha before 1.0.0. */
const CONTESTED = new Set(['alpm 1.0.0alpha > 1.0.0']);
const REVERSE: Readonly<Record<string, string>> = { '<': '>', '>': '<', '=': '=', invalid: 'invalid' };

function tryCompare(scheme: string, a: string, b: string): string {
  try {
    return compareVersions(scheme, a, b);
  } catch {
    return 'invalid';
  }
}

const readRows = (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => line.split('\t'));

describeWithShared('orders of the public fixtures', ['oracles', 'versions'], folder => {
  const files = readdirSync(folder).filter(file => file.endsWith('.tsv') && file !== 'contested.tsv');

  it.each(files.map(file => [file.replace('.tsv', '')]))('%s, both ways', scheme => {
    const rows = readRows(join(folder, `${scheme}.tsv`)).filter(([a, order, b]) => !CONTESTED.has(`${scheme} ${a} ${order} ${b}`));
    const wrong = rows.filter(
      ([a = '', order = '', b = '']) => tryCompare(scheme, a, b) !== order || tryCompare(scheme, b, a) !== REVERSE[order],
    );
    expect(wrong).toEqual([]);
    expect(rows.length).toBeGreaterThan(5);
  });

  it('follows the ecosystem’s own tool where a fixture and it disagree', () => {
    const rows = readRows(join(folder, 'contested.tsv'));
    const wrong = rows.filter(([scheme = '', a = '', , b = '', order = '']) => tryCompare(scheme, a, b) !== order);
    expect(wrong).toEqual([]);
    expect(rows.length).toBe(35);
  });

  it('are of schemes that there are', () => {
    const names = schemes.map(({ name }) => name);
    expect([files.length, files.filter(file => !names.includes(file.replace('.tsv', '')))]).toEqual([22, []]);
  });
});
