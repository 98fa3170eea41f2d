import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../testing/terminal.ts';
import { renderDot } from './dot.ts';
import { type GraphEdge, toGraph } from './graph.ts';
import { renderSvg } from './svg.ts';

const ROOT = join(import.meta.dirname, '../../../../..');

// Written anew by `breakwater network list --format svg examples/shop > docs/images/network-shop.svg`.
test('the picture of docs/network.md is that of the example', async () => {
  const { code, out } = await run(['network', 'list', '--format', 'svg', join(ROOT, 'examples/shop')]);
  expect(code).toBe(0);
  expect(out === readFileSync(join(ROOT, 'docs/images/network-shop.svg'), 'utf8')).toBe(true);
});

const workload = (name: string, namespace = 'a') => ({ name, pod: { namespace } });
const graph = (names: readonly string[], edges: readonly Omit<GraphEdge, 'mark'>[]) =>
  toGraph(
    [{ workloads: names.map(name => workload(name, name.slice(0, name.indexOf('/')))) } as never],
    edges.map(edge => ({ ...edge, mark: 'plain' })),
  );

test('edges that all workloads of a namespace have in common are drawn once', () => {
  const names = ['a/x[Pod]', 'a/y[Pod]', 'b/z[Pod]'];
  const { edges, outside } = graph(names, [
    { from: 'a/x[Pod]', to: 'b/z[Pod]', label: 'TCP 80' },
    { from: 'a/y[Pod]', to: 'b/z[Pod]', label: 'TCP 80' },
    { from: 'a/x[Pod]', to: '10.0.0.1', label: 'TCP 80' },
    { from: 'a/x[Pod]', to: 'a/y[Pod]', label: 'TCP 81' },
  ]);
  expect(edges.map(({ from, to, label }) => `${from} > ${to} ${label}`)).toStrictEqual([
    'a/* > b/z[Pod] TCP 80',
    'a/x[Pod] > 10.0.0.1 TCP 80',
    'a/x[Pod] > a/y[Pod] TCP 81',
  ]);
  expect(outside).toStrictEqual(['10.0.0.1']);
});

const HOSTILE = 'a/<script>"\\\n&[Pod]';

test('names cannot break out of a picture', () => {
  const drawn = graph([HOSTILE], [{ from: HOSTILE, to: '10.0.0.1', label: 'TCP "80"' }]);
  expect(renderDot(drawn)).toBe(`digraph network {
  rankdir=LR; compound=true; node [shape=box, style=rounded, fontname="sans-serif"]; edge [fontname="sans-serif", fontsize=10];
  "10.0.0.1" [shape=ellipse];
  subgraph cluster_0 {
    label="a";
    "a/*" [label="all", shape=plaintext];
    "a/<script>\\"\\\\ &[Pod]" [label="<script>\\"\\\\ &[Pod]"];
  }
  "a/<script>\\"\\\\ &[Pod]" -> "10.0.0.1" [label="TCP \\"80\\"", color="#4d5258"];
}
`);
  expect(renderSvg(drawn)).not.toMatch(/<script|"80"/);
});
