import { type Graph, toBoxName } from './graph.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly column: number;
}

export interface Placement {
  readonly width: number;
  readonly height: number;
  /** By the name of an end; the heads of boxes are ends too. */
  readonly places: ReadonlyMap<string, Place>;
  /** Frames of namespaces, in the order of boxes. */
  readonly frames: readonly Place[];
}

const MARGIN = 24;
const NODE = { width: 200, height: 26 };
const GAP = 10;
const PADDING = 12;
const BETWEEN = 150;

/** Columns: what is outside first, then one namespace after the other. */
export function placeGraph({ boxes, outside }: Graph): Placement {
  const places = new Map<string, Place>();
  const frames: Place[] = [];
  const stack = (names: readonly string[], x: number, top: number, column: number): number => {
    for (const [index, name] of names.entries()) places.set(name, { x, y: top + index * (NODE.height + GAP), ...NODE, column });
    return top + names.length * (NODE.height + GAP) - GAP;
  };
  let bottom = outside.length === 0 ? MARGIN : stack(outside, MARGIN, MARGIN + PADDING, 0);
  let x = outside.length === 0 ? MARGIN : MARGIN + NODE.width + BETWEEN;
  for (const [index, { namespace, nodes }] of boxes.entries()) {
    const end = stack([toBoxName(namespace), ...nodes], x + PADDING, MARGIN + PADDING, index + 1);
    frames.push({ x, y: MARGIN, width: NODE.width + 2 * PADDING, height: end - MARGIN + PADDING, column: index + 1 });
    bottom = Math.max(bottom, end + PADDING);
    x += NODE.width + 2 * PADDING + BETWEEN;
  }
  return {
    width: Math.max(x - BETWEEN + MARGIN, 2 * MARGIN) + (boxes.length === 0 ? 0 : BETWEEN / 2),
    height: bottom + MARGIN,
    places,
    frames,
  };
}
