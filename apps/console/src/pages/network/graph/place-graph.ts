import { packEnclose, packSiblings } from 'd3-hierarchy';

export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/** Where everything stands, in units of the picture: a square of SIZE. */
export interface Placed {
  readonly namespaces: readonly (Circle & { readonly name: string; readonly members: readonly number[] })[];
  /** By place in the list of nodes. */
  readonly nodes: readonly Circle[];
}

export const SIZE = 1000;
/** In radii of a workload: its own, half the way to its neighbour, the rim of a namespace, and the space around that. */
const RADIUS = 1;
const HALF_STEP = 1.25;
const RIM = 0.9;
const GAP = 0.6;

/** Namespaces as circles beside each other, the largest in the middle, their workloads inside. The same nodes are always placed alike. */
export function placeGraph(nodes: readonly { readonly namespace: string }[]): Placed {
  const groups = [...Map.groupBy(nodes.keys(), index => nodes[index]?.namespace ?? '')].toSorted(
    ([a, first], [b, second]) => second.length - first.length || (a < b ? -1 : 1),
  );
  const circles = groups.map(([name, members]) => ({ name, members, spots: listSpots(members.length), x: 0, y: 0, r: 0 }));
  for (const circle of circles) circle.r = Math.max(...circle.spots.map(({ x, y }) => Math.hypot(x, y))) + RADIUS + RIM + GAP;
  packSiblings(circles);
  const whole = packEnclose(circles) ?? { x: 0, y: 0, r: 1 };
  const scale = SIZE / (2 * whole.r);
  const toPicture = (x: number, y: number, r: number): Circle => ({
    x: (x - whole.x) * scale + SIZE / 2,
    y: (y - whole.y) * scale + SIZE / 2,
    r: r * scale,
  });
  const places: Circle[] = [];
  for (const { members, spots, x, y } of circles) {
    for (const [position, index] of members.entries()) {
      const spot = spots[position] ?? { x: 0, y: 0 };
      places[index] = toPicture(x + spot.x, y + spot.y, RADIUS);
    }
  }
  return {
    namespaces: circles.map(({ name, members, x, y, r }) => ({ name, members, ...toPicture(x, y, r - GAP) })),
    nodes: places,
  };
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** As many points of a hexagonal grid as asked for, around the middle: circles of one size cannot stand closer. */
function listSpots(count: number): readonly Spot[] {
  const rings = Math.ceil(Math.sqrt(count)) + 1;
  const step = 2 * HALF_STEP;
  const spots: Spot[] = [];
  for (let row = -rings; row <= rings; row++) {
    for (let column = -rings; column <= rings; column++)
      spots.push({ x: (column + (row % 2 === 0 ? 0 : 0.5)) * step, y: (row * step * Math.sqrt(3)) / 2 });
  }
  const chosen = spots.toSorted((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y) || a.y - b.y || a.x - b.x).slice(0, count);
  const around = packEnclose(chosen.map(spot => ({ ...spot, r: RADIUS }))) ?? { x: 0, y: 0 };
  return chosen.map(({ x, y }) => ({ x: x - around.x, y: y - around.y }));
}
