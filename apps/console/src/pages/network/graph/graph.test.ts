import { describe, expect, test } from 'vitest';
import { findAt } from './find-at.ts';
import { placeGraph, SIZE } from './place-graph.ts';
import { findChanges, findFlowEdges, findStanding, type GraphNode, shortName } from './scene.ts';
import { fitView, pan, showCircle, toPicture, zoomAt } from './view.ts';

const nodes = Array.from({ length: 60 }, (_, index) => ({ namespace: `ns-${index % 7}` }));

describe('placeGraph', () => {
  const placed = placeGraph(nodes);

  test('every workload stands inside of its namespace, and nothing overlaps', () => {
    const faults = placed.namespaces.flatMap(namespace =>
      namespace.members.flatMap(index => {
        const node = placed.nodes[index];
        if (node === undefined) return [`${index} is nowhere`];
        const isInside = Math.hypot(node.x - namespace.x, node.y - namespace.y) + node.r <= namespace.r + 0.001;
        return isInside && nodes[index]?.namespace === namespace.name ? [] : [`${index} is not inside of ${namespace.name}`];
      }),
    );
    const circles = placed.nodes;
    const overlaps = circles.filter((a, i) => circles.some((b, j) => i < j && Math.hypot(a.x - b.x, a.y - b.y) < a.r + b.r - 0.001));
    expect([faults, overlaps, placed.namespaces.length]).toStrictEqual([[], [], 7]);
    expect(circles.every(({ x, y, r }) => x - r >= -0.001 && y - r >= -0.001 && x + r <= SIZE + 0.001 && y + r <= SIZE + 0.001)).toBe(true);
  });

  test('is the same each time, and nothing for nothing', () => {
    expect(placeGraph(nodes)).toStrictEqual(placed);
    expect(placeGraph([])).toStrictEqual({ namespaces: [], nodes: [] });
  });

  test('what is at a point', () => {
    const [namespace] = placed.namespaces;
    const [first = -1] = namespace?.members ?? [];
    const node = placed.nodes[first];
    expect(findAt(placed, node?.x ?? -1, node?.y ?? -1)).toStrictEqual({ node: first, namespace: namespace?.name });
    expect(findAt(placed, -50, -50)).toStrictEqual({});
  });
});

describe('the view', () => {
  const size = { width: 800, height: 600 };
  const fit = fitView(size);

  test('shows everything', () => {
    expect(toPicture(fit, 400, 300)).toStrictEqual({ x: expect.closeTo(SIZE / 2, 6), y: expect.closeTo(SIZE / 2, 6) });
  });

  test('keeps what is under the pointer when it zooms, and moves by pixels', () => {
    const before = toPicture(fit, 123, 456);
    const after = toPicture(zoomAt(fit, 3, 123, 456), 123, 456);
    expect([after.x, after.y]).toStrictEqual([expect.closeTo(before.x, 6), expect.closeTo(before.y, 6)]);
    expect(toPicture(pan(fit, 10, 0), 10, 0).x).toBeCloseTo(toPicture(fit, 0, 0).x);
    expect(zoomAt(fit, 1e9, 0, 0).scale).toBe(60);
  });

  test('shows a circle in the middle', () => {
    const { x, y } = toPicture(showCircle({ x: 100, y: 200, r: 10 }, size), 400, 300);
    expect([x, y]).toStrictEqual([expect.closeTo(100, 6), expect.closeTo(200, 6)]);
  });
});

const node: GraphNode = {
  workload: 'w',
  name: 'shop/web[Deployment]',
  namespace: 'shop',
  kind: 'Deployment',
  isolated: { ingress: true, egress: true },
  openToCluster: false,
};

test.each<[Partial<GraphNode>, string]>([
  [{}, 'limited'],
  [{ isolated: { ingress: true, egress: false } }, 'half'],
  [{ isolated: { ingress: false, egress: true } }, 'open'],
  [{ openToCluster: true }, 'open'],
  [{ entrance: 'open' }, 'exposed'],
  [{ entrance: 'partly-open' }, 'exposed'],
  [{ entrance: 'closed' }, 'limited'],
])('a workload with %j is %s', (part, standing) => {
  expect([findStanding({ ...node, ...part }), shortName(node)]).toStrictEqual([standing, 'web']);
});

test('changes between workloads of the picture, each pair once', () => {
  const nodes = ['shop/a[Pod]', 'shop/b[Pod]'].map(name => ({ ...node, name }));
  const change = (kind: string, from: string, to: string) => ({ change: kind, from, to });
  const changes = [
    change('removed', 'shop/a[Pod]', 'shop/b[Pod]'),
    change('removed', 'shop/a[Pod]', 'shop/b[Pod]'),
    change('changed', 'shop/b[Pod]', 'shop/a[Pod]'),
    change('added', '0.0.0.0', 'shop/a[Pod]'),
    change('added', 'bank/x[Pod]', 'shop/a[Pod]'),
  ];
  expect(findChanges({ nodes }, changes)).toStrictEqual([
    { from: 0, to: 1, mark: 'closes' },
    { from: 1, to: 0, mark: 'opens' },
  ]);
});

test('flows between workloads of the picture: one that is not allowed outweighs the others of its pair', () => {
  const nodes = ['shop/a[Pod]', 'shop/b[Pod]'].map(name => ({ ...node, name }));
  const flow = (from: string, to: string, verdict: string) => ({ from, to, verdict });
  const flows = [
    flow('shop/a[Pod]', 'shop/b[Pod]', 'allowed'),
    flow('shop/a[Pod]', 'shop/b[Pod]', 'denied'),
    flow('shop/b[Pod]', 'shop/a[Pod]', 'implementation-defined'),
    flow('shop/b[Pod]', '192.0.2.1', 'denied'),
  ];
  expect(findFlowEdges({ nodes }, flows)).toStrictEqual([
    { from: 0, to: 1, mark: 'unexpected' },
    { from: 1, to: 0, mark: 'observed' },
  ]);
});
