import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { DISTRIBUTION_CYCLES, EXTENDED_CYCLES, RUNTIME_CYCLES } from './cycles.ts';
import { findDistributionEnd, findRuntimeEnd } from './end-of-life.ts';

test.each([
  ['debian', '12', 'debian 12 2026-07-11'],
  ['alpine', '3.20.3', 'alpine 3.20 2026-04-01'],
  ['rhel', '8.9', 'rhel 8 2029-05-31'],
  ['alpine', '3.2', undefined],
  ['debian', '', undefined],
  ['slackware', '15', undefined],
  ['constructor', '1', undefined],
])('%s %s', (id, version, expected) => {
  const end = findDistributionEnd({ id, version });
  expect(end === undefined ? undefined : `${end.product} ${end.cycle} ${end.date}`).toBe(expected);
});

test('volunteers go on', () => {
  expect(['11.6', '13', '3'].map(version => findDistributionEnd({ id: 'debian', version })?.extended)).toStrictEqual([
    '2026-08-31',
    '2030-06-30',
    undefined,
  ]);
});

test('runtimes', () => {
  expect([
    findRuntimeEnd('node', '18.20.4')?.date,
    findRuntimeEnd('python', '3.11.2')?.cycle,
    findRuntimeEnd('constructor', '1'),
  ]).toStrictEqual(['2025-04-30', '3.11', undefined]);
});

/** What others call our products. */
const NAMES: Readonly<Record<string, string>> = {
  node: 'nodejs',
  alpine: 'alpine-linux',
  'opensuse-leap': 'opensuse',
  amzn: 'amazon-linux',
  ol: 'oracle-linux',
  rocky: 'rocky-linux',
};

interface Product {
  readonly releases: readonly { readonly cycle: string; readonly eol: string | boolean; readonly extendedSupportEnd?: string }[];
}

describeWithShared('days of others', ['data'], path => {
  const { products } = JSON.parse(readFileSync(`${path}/eol.json`, 'utf8')) as { products: Record<string, Product> };

  test.each(Object.entries({ ...DISTRIBUTION_CYCLES, ...RUNTIME_CYCLES }))('%s', (product, cycles) => {
    const releases = products[NAMES[product] ?? product]?.releases ?? [];
    const theirs = releases.filter(({ cycle, eol }) => Object.hasOwn(cycles, cycle) && typeof eol === 'string');
    const differing = theirs
      .filter(({ cycle, eol }) => cycles[cycle] !== eol)
      .map(({ cycle, eol }) => `${cycle}: ${cycles[cycle]}, they say ${eol}`);
    expect(differing).toStrictEqual([]);
  });

  test.each(Object.entries(EXTENDED_CYCLES))('of volunteers: %s', (product, cycles) => {
    const releases = products[NAMES[product] ?? product]?.releases ?? [];
    const theirs = releases.filter(({ cycle }) => Object.hasOwn(cycles, cycle));
    expect(Object.fromEntries(theirs.map(({ cycle, extendedSupportEnd }) => [cycle, extendedSupportEnd]))).toStrictEqual(cycles);
  });
});
