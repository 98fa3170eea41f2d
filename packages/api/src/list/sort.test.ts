import { expect, test } from 'vitest';
import { formatSort, parseSort } from './sort.ts';

const FIELDS = {
  name: { type: 'text', doc: 'x', sortable: true },
  risk: { type: 'number', doc: 'x', sortable: true },
  kind: { type: 'text', doc: 'x' },
} as const;

test.each(['name', '-risk'])('%s', text => {
  const outcome = parseSort(text, FIELDS);
  expect('sort' in outcome && formatSort(outcome.sort)).toBe(text);
});

test.each([
  ['kind', "it cannot be sorted by 'kind'; possible are name, risk"],
  ['-rsik', "it cannot be sorted by 'rsik'; did you mean 'risk'?"],
  ['constructor', "it cannot be sorted by 'constructor'; possible are name, risk"],
])('%s is refused', (text, problem) => {
  expect(parseSort(text, FIELDS)).toStrictEqual({ problem });
});
