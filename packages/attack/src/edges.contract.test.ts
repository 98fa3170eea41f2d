import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { edges } from './edges.generated.ts';
import { buildGraph, listEdges } from './testing/build.ts';
import { EDGE_CASES, UNBOUND } from './testing/edge-cases.ts';

const numberOf = ({ number }: { readonly number: string }) => Number(number.slice(1));

test('every row of the edge model is one edge, and has a case and a near miss', () => {
  expect(edges.map(numberOf).toSorted((a, b) => a - b)).toStrictEqual(Array.from({ length: 70 }, (_, index) => index + 1));
  expect(edges.map(({ id }) => id).filter(id => EDGE_CASES[id] === undefined)).toStrictEqual([]);
  expect(Object.keys(EDGE_CASES).filter(id => !edges.some(edge => edge.id === id))).toStrictEqual([]);
});

test('docs/attack-paths.md lists every edge as it says of itself', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/attack-paths.md'), 'utf8');
  const listed = page.split('\n').filter(line => /^\| E\d+ \|/.test(line));
  const rows = edges.toSorted((a, b) => numberOf(a) - numberOf(b)).map(({ number, id, doc }) => `| ${number} | \`${id}\` | ${doc} |`);
  expect(listed).toStrictEqual(rows);
});

describe.each(edges.map(edge => [edge.id, edge] as const))('%s', (id, edge) => {
  const { has, edges: expected, misses, facts, missFacts } = EDGE_CASES[id] as (typeof EDGE_CASES)[string];

  test('is documented in one line', () => {
    expect([edge.number, edge.doc]).toStrictEqual([expect.stringMatching(/^E\d+$/), expect.stringMatching(/^[A-Z].*[^.\s]$/)]);
  });

  test('is there where its precondition holds, with a reason that names objects', () => {
    const graph = buildGraph(has, facts);
    expect(listEdges(graph, id)).toStrictEqual(expected.toSorted());
    const reasons = graph.edges.filter(({ kind }) => kind.id === id).map(({ because }) => because());
    expect(reasons.filter(reason => !/^\S.*[^.\s]$/.test(reason))).toStrictEqual([]);
  });

  test('is not there where one thing is missing', () => {
    if (misses.length > 0) expect(listEdges(buildGraph(misses, missFacts), id)).toStrictEqual([]);
  });
});

test('a role that nothing binds is no edge', () => {
  expect(buildGraph([UNBOUND]).edges.filter(({ kind }) => kind.id === 'create-pod-as')).toStrictEqual([]);
});
