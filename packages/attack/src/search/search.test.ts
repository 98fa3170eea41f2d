import { describe, expect, test } from 'vitest';
import { AttackGraph, type GraphEdge } from '../graph/graph.ts';
import { toLength } from '../graph/length.ts';
import { NodeTable } from '../graph/node-table.ts';
import { chooseCuts, tryCuts } from './cuts.ts';
import { FlowNetwork } from './flow.ts';
import type { Goal } from './goals.ts';
import { findMinimumCut } from './minimum-cut.ts';
import { findPaths } from './paths.ts';
import { createCutIndex, listLeading } from './reachable-goals.ts';
import { comparePaths } from './what-if.ts';

/** Edges as `from>to:cost change change`. */
function build(...texts: readonly string[]): AttackGraph {
  const nodes = new NodeTable();
  const add = (name: string) => nodes.add({ kind: 'subject', name });
  const edges = texts.map((text): GraphEdge => {
    const [way = '', ...changes] = text.split(' ');
    const [ends = '', cost = '1'] = way.split(':');
    const [from = '', to = ''] = ends.split('>');
    const weigh = (change: string) => ({ change: change.replace(/\d+$/, ''), weight: Number(/\d+$/.exec(change)?.[0] ?? 1) });
    return {
      from: add(from),
      to: add(to),
      kind: { id: 'step', number: '', cost: Number(cost) },
      cost: Number(cost),
      length: toLength(Number(cost)),
      because: () => `${from} leads to ${to}`,
      cuts: changes.map(weigh),
      weakened: [],
    };
  });
  return new AttackGraph(nodes, edges, []);
}

function search(graph: AttackGraph, starts: string, goals: string) {
  const toNumber = (name: string) => graph.nodes.find(name) ?? -1;
  const toGoal = (name: string): Goal => ({ name, doc: '', nodes: [toNumber(name)] });
  return { graph, starts: [...starts].map(toNumber), goals: [...goals].map(toGoal) };
}

const show = (graph: AttackGraph, starts: string, goals: string) =>
  findPaths(search(graph, starts, goals)).map(
    ({ from, to, cost, hops }) => `${from}${hops.map(hop => hop.to).join('')} to ${to} for ${cost}`,
  );

describe('paths', () => {
  test.each<[string, AttackGraph, string, string, readonly string[]]>([
    ['the cheapest, not the shortest', build('a>d:9', 'a>b:1', 'b>c:1', 'c>d:1'), 'a', 'd', ['abcd to d for 3']],
    ['of equals the shortest', build('a>b:0', 'b>d:2', 'a>d:2'), 'a', 'd', ['ad to d for 2']],
    ['of equals the first by name', build('a>c', 'c>d', 'a>b', 'b>d'), 'a', 'd', ['abd to d for 2']],
    ['through rings without cost', build('a>b:0', 'b>a:0', 'b>c:0', 'c>b:0', 'c>d:0'), 'ab', 'd', ['abcd to d for 0', 'bcd to d for 0']],
    ['not against the direction', build('d>a', 'a>b'), 'a', 'd', []],
    ['a start that is the goal is none', build('a>b'), 'b', 'b', []],
  ])('%s', (_, graph, starts, goals, expected) => {
    expect(show(graph, starts, goals)).toStrictEqual(expected);
  });

  test('long chains need no stack, and end somewhere', () => {
    const graph = build(...Array.from({ length: 20_000 }, (_, index) => `${index}>${index + 1}`));
    const goals = [{ name: 'end', doc: '', nodes: [20_000] }];
    const find = (start: number) => findPaths({ graph, goals, starts: [start] }).map(({ edges }) => edges.length);
    expect([find(17_000), find(0)]).toStrictEqual([[3000], []]);
  });
});

describe('changes', () => {
  const graph = build('a>b one', 'b>z two', 'a>z three2', 'c>b four', 'x>z');

  test('are tried one by one', () => {
    const paths = findPaths(search(graph, 'acx', 'z'));
    const effects = tryCuts(search(graph, 'acx', 'z'), paths);
    expect(effects.map(({ cut, onPaths, closed }) => [cut.change, cut.weight, onPaths, closed.map(({ from }) => from)])).toStrictEqual([
      ['four', 1, 1, ['c']],
      ['two', 1, 1, ['c']],
      ['three', 2, 1, []],
    ]);
    expect(chooseCuts(paths, effects)).toStrictEqual([{ change: 'three', closes: false }, undefined, { change: 'four', closes: true }]);
    expect(chooseCuts(paths, [])).toStrictEqual([{ change: 'three', closes: undefined }, undefined, { change: 'four', closes: undefined }]);
  });

  test('lead to goals', () => {
    const { goals } = search(graph, '', 'zb');
    const listGoals = createCutIndex(graph, goals);
    expect(['one', 'two', 'four', 'other'].map(listGoals)).toStrictEqual([['z', 'b'], ['z'], ['z', 'b'], []]);
    expect([...listLeading(graph, goals)].toSorted()).toStrictEqual(['a', 'b', 'c', 'x', 'z']);
  });
});

describe('minimum cut', () => {
  const changes = (graph: AttackGraph, starts: string) => {
    const { goals, ...rest } = search(graph, starts, 'z');
    return findMinimumCut({ ...rest, goals }, goals[0] as Goal).cuts?.map(({ change }) => change);
  };

  test.each<[string, AttackGraph, string, readonly string[] | undefined]>([
    ['where all ways meet', build('a>b one', 'c>b two', 'b>z three'), 'ac', ['three']],
    ['two light ones rather than a heavy one', build('a>b one', 'c>b two', 'b>z three5'), 'ac', ['one', 'two']],
    ['one change that takes many edges', build('a>m one', 'b>m one', 'c>m one', 'm>z two2'), 'abc', ['one']],
    ['nothing to cut', build('a>b', 'b>z'), 'a', undefined],
    ['no way', build('a>b one', 'z>b two'), 'a', []],
    ['an edge that either change takes away', build('a>z heavy3 light'), 'a', ['light']],
  ])('%s', (_, graph, starts, expected) => {
    expect(changes(graph, starts)).toStrictEqual(expected);
  });

  test('flows are as large as the narrowest cut', () => {
    const network = new FlowNetwork();
    const [s, a, b, t] = [network.addNode(), network.addNode(), network.addNode(), network.addNode()];
    for (const [from, to, size] of [
      [s, a, 3],
      [s, b, 2],
      [a, b, 5],
      [a, t, 2],
      [b, t, 3],
    ] as const)
      network.addPipe(from, to, size);
    expect(network.fill(s, t, 100)).toBe(5);
  });
});

test('paths before and after', () => {
  const before = findPaths(search(build('a>z one', 'b>m', 'm>z', 'b>n:2', 'n>z:2', 'c>z'), 'abc', 'z'));
  const after = findPaths(search(build('d>z', 'b>n:2', 'n>z:2', 'c>z', 'a>a'), 'abcd', 'z'));
  expect(comparePaths(before, after).map(({ from, verdict }) => `${from} ${verdict}`)).toStrictEqual([
    'a closed',
    'd opened',
    'b detour',
    'c unchanged',
  ]);
});
