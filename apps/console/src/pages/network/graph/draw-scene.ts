import type { Circle } from './place-graph.ts';
import { type MarkedEdge, type Scene, type Standing, shortName } from './scene.ts';
import type { Size, View } from './view.ts';

export interface Palette {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly ground: string;
  readonly halo: string;
  readonly in: string;
  readonly out: string;
  readonly mark: Readonly<Record<MarkedEdge['mark'], string>>;
  readonly standing: Readonly<Record<Standing, string>>;
}

export interface DrawOptions {
  readonly view: View;
  readonly size: Size;
  readonly palette: Palette;
  readonly selected: number | undefined;
  readonly hovered: number | undefined;
  /** Nodes that a search found; all of them when undefined. */
  readonly found: ReadonlySet<number> | undefined;
  /** Whether what nobody limits is drawn between namespaces. */
  readonly showUnlimited: boolean;
  /** What stands out: then everything else steps back. */
  readonly marked: readonly MarkedEdge[] | undefined;
}

type Pen = CanvasRenderingContext2D;

/** Radii in pixels from which on a label can be read. */
const NAMESPACE_LABEL = 28;
const NODE_LABEL = 17;
const FAINT = 0.12;
const MAX_LINE = 6;
/** Lines of one stroke: a path of thousands that cross takes several times as long as its parts. */
const STROKE = 500;

/** Draws the part of a scene that a view shows; what is outside costs nothing but a look. */
export function drawScene(pen: Pen, scene: Scene, options: DrawOptions): void {
  const { view, size, palette } = options;
  pen.clearRect(0, 0, size.width, size.height);
  drawNamespaces(pen, scene, options);
  if (options.showUnlimited) drawPairs(pen, scene, options);
  drawEdges(pen, scene, options);
  drawMarked(pen, scene, options);
  drawNodes(pen, scene, options);
  for (const { name, ...circle } of scene.placed.namespaces) {
    const r = circle.r * view.scale;
    if (r < NAMESPACE_LABEL || !isSeen(circle, view, size)) continue;
    const at = place(circle, view);
    drawLabel(pen, palette, name, at.x, Math.max(at.y - r + 14, Math.min(at.y, 14)), { bold: true, widest: r * 1.5 });
  }
}

function drawNamespaces(pen: Pen, { placed }: Scene, { view, size, palette }: DrawOptions): void {
  pen.fillStyle = palette.ground;
  pen.strokeStyle = palette.line;
  pen.lineWidth = 1;
  for (const circle of placed.namespaces) {
    if (!isSeen(circle, view, size)) continue;
    traceAll(pen, [circle], view);
    pen.fill();
    pen.stroke();
  }
}

/** A line between namespaces for pairs that nobody limits, the thicker the more. */
function drawPairs(pen: Pen, { graph, placed }: Scene, { view, palette }: DrawOptions): void {
  const byName = new Map(placed.namespaces.map(circle => [circle.name, circle]));
  pen.strokeStyle = palette.standing.open;
  pen.globalAlpha = 0.35;
  for (const { from, to, unlimited } of graph.pairs) {
    const [a, b] = [byName.get(from), byName.get(to)];
    if (unlimited === 0 || a === undefined || b === undefined || from >= to) continue;
    pen.lineWidth = Math.min(1 + Math.log10(unlimited), MAX_LINE);
    const [start, end] = [place(a, view), place(b, view)];
    const angle = Math.atan2(end.y - start.y, end.x - start.x);
    pen.beginPath();
    pen.moveTo(start.x + Math.cos(angle) * a.r * view.scale, start.y + Math.sin(angle) * a.r * view.scale);
    pen.lineTo(end.x - Math.cos(angle) * b.r * view.scale, end.y - Math.sin(angle) * b.r * view.scale);
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

/** All edges alike, those of the selected workload above them with arrows. */
function drawEdges(pen: Pen, scene: Scene, options: DrawOptions): void {
  const { graph, edgesOf } = scene;
  const { palette, selected } = options;
  pen.lineWidth = 1;
  pen.strokeStyle = palette.quiet;
  pen.globalAlpha =
    selected === undefined && options.marked === undefined ? Math.max(0.18, Math.min(0.6, 400 / graph.edges.length)) : FAINT;
  for (let start = 0; start < graph.edges.length; start += STROKE) {
    pen.beginPath();
    for (let index = start; index < Math.min(start + STROKE, graph.edges.length); index++)
      traceEdge(pen, scene, graph.edges[index] as Ends, options);
    pen.stroke();
  }
  pen.globalAlpha = 1;
  if (selected === undefined) return;
  const own = edgesOf[selected] ?? { in: [], out: [] };
  for (const direction of ['in', 'out'] as const) {
    pen.strokeStyle = palette[direction];
    pen.fillStyle = palette[direction];
    pen.lineWidth = 1.5;
    for (const index of own[direction]) {
      const edge = graph.edges[index];
      if (edge === undefined) continue;
      pen.setLineDash(edge.doubts.length === 0 ? [] : [5, 4]);
      pen.beginPath();
      traceEdge(pen, scene, edge, options);
      pen.stroke();
      pen.setLineDash([]);
      drawArrow(pen, scene, edge, options);
    }
  }
}

/** What is denied is dashed: colour is never the only sign. */
const DASHES: Readonly<Record<MarkedEdge['mark'], number[]>> = { opens: [], closes: [3, 4], observed: [], unexpected: [6, 3] };

function drawMarked(pen: Pen, scene: Scene, options: DrawOptions): void {
  const { marked = [], palette } = options;
  pen.lineWidth = 1.5;
  for (const edge of marked) {
    pen.strokeStyle = palette.mark[edge.mark];
    pen.fillStyle = palette.mark[edge.mark];
    pen.setLineDash(DASHES[edge.mark]);
    pen.beginPath();
    traceEdge(pen, scene, edge, options);
    pen.stroke();
    pen.setLineDash([]);
    drawArrow(pen, scene, edge, options);
  }
}

interface Ends {
  readonly from: number;
  readonly to: number;
}

function traceEdge(pen: Pen, { placed }: Scene, { from, to }: Ends, { view, size }: DrawOptions): void {
  const [a, b] = [placed.nodes[from], placed.nodes[to]];
  if (a === undefined || b === undefined) return;
  const [start, end] = [place(a, view), place(b, view)];
  const isAside =
    Math.max(start.x, end.x) < 0 ||
    Math.max(start.y, end.y) < 0 ||
    Math.min(start.x, end.x) > size.width ||
    Math.min(start.y, end.y) > size.height;
  if (isAside) return;
  pen.moveTo(start.x, start.y);
  pen.lineTo(end.x, end.y);
}

function drawArrow(pen: Pen, { placed }: Scene, { from, to }: Ends, { view }: DrawOptions): void {
  const [a, b] = [placed.nodes[from], placed.nodes[to]];
  if (a === undefined || b === undefined) return;
  const [start, end] = [place(a, view), place(b, view)];
  const angle = Math.atan2(end.y - start.y, end.x - start.x);
  const [x, y] = [end.x - Math.cos(angle) * b.r * view.scale, end.y - Math.sin(angle) * b.r * view.scale];
  pen.beginPath();
  pen.moveTo(x, y);
  for (const side of [2.7, -2.7]) pen.lineTo(x + Math.cos(angle + side) * 8, y + Math.sin(angle + side) * 8);
  pen.fill();
}

/** Those of one kind are drawn as one path: each path of its own costs as much as a hundred circles in it. */
function drawNodes(pen: Pen, scene: Scene, options: DrawOptions): void {
  const { view, size, selected, hovered, found } = options;
  const seen = [...scene.placed.nodes.keys()].filter(index => isSeen(scene.placed.nodes[index] as Circle, view, size));
  const groups = Map.groupBy(seen, index => `${found === undefined || found.has(index)} ${scene.standings[index]}`);
  const opacity = (index: number): number => (found === undefined || found.has(index) ? 1 : FAINT);
  for (const group of groups.values()) {
    const [first = 0] = group;
    pen.globalAlpha = opacity(first);
    drawGroup(pen, scene, group, scene.standings[first] ?? 'open', options);
  }
  for (const index of seen) {
    pen.globalAlpha = opacity(index);
    drawNodeLabel(pen, scene, index, options);
  }
  pen.globalAlpha = 1;
  for (const index of [hovered, selected]) if (index !== undefined) markNode(pen, scene, index, options);
}

/** Colour and shape say the same: a ring is open to the outside, a hollow one is limited by nobody. */
function drawGroup(pen: Pen, { placed }: Scene, group: readonly number[], standing: Standing, { view, palette }: DrawOptions): void {
  const circles = group.flatMap(index => placed.nodes[index] ?? []);
  pen.fillStyle = palette.standing[standing];
  pen.strokeStyle = palette.standing[standing];
  traceAll(pen, circles, view, 0.8);
  if (standing === 'open') {
    pen.lineWidth = Math.max(1.5, (circles[0]?.r ?? 0) * view.scale * 0.25);
    pen.stroke();
  } else pen.fill();
  if (standing !== 'exposed') return;
  pen.lineWidth = 1.5;
  traceAll(pen, circles, view);
  pen.stroke();
}

function drawNodeLabel(pen: Pen, { graph, placed }: Scene, index: number, { view, palette }: DrawOptions): void {
  const [node, circle] = [graph.nodes[index], placed.nodes[index]];
  if (node === undefined || circle === undefined || circle.r * view.scale < NODE_LABEL) return;
  const [at, r] = [place(circle, view), circle.r * view.scale];
  drawLabel(pen, palette, shortName(node), at.x, at.y + r * 0.55, { bold: false, widest: r * 2.35 });
}

function markNode(pen: Pen, { graph, placed }: Scene, index: number, { view, palette }: DrawOptions): void {
  const [node, circle] = [graph.nodes[index], placed.nodes[index]];
  if (node === undefined || circle === undefined) return;
  pen.strokeStyle = palette.text;
  pen.lineWidth = 3;
  traceAll(pen, [circle], view);
  pen.stroke();
  const at = place(circle, view);
  drawLabel(pen, palette, shortName(node), at.x, at.y + circle.r * view.scale + 9, { bold: true, widest: 400 });
}

function drawLabel(
  pen: Pen,
  palette: Palette,
  text: string,
  x: number,
  y: number,
  { bold, widest }: { readonly bold: boolean; readonly widest: number },
): void {
  pen.font = `${bold ? '600 ' : ''}12px ${LABEL_FONT}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  const shown = shorten(pen, text, widest);
  pen.lineWidth = 3;
  pen.strokeStyle = palette.halo;
  pen.strokeText(shown, x, y);
  pen.fillStyle = palette.text;
  pen.fillText(shown, x, y);
}

const LABEL_FONT = '"Red Hat Text", "Noto Sans JP", "Noto Sans CJK JP", sans-serif';

/** Cut so that it fits; measuring each length would cost more than it is worth. */
function shorten(pen: Pen, text: string, widest: number): string {
  const { width } = pen.measureText(text);
  if (width <= widest) return text;
  const kept = Math.floor((text.length * widest) / width) - 1;
  return kept < 2 ? '' : `${text.slice(0, kept)}…`;
}

function place({ x, y }: Pick<Circle, 'x' | 'y'>, { scale, left, top }: View): { readonly x: number; readonly y: number } {
  return { x: x * scale + left, y: y * scale + top };
}

function traceAll(pen: Pen, circles: readonly Circle[], view: View, part = 1): void {
  pen.beginPath();
  for (const circle of circles) {
    const { x, y } = place(circle, view);
    const r = Math.max(circle.r * view.scale * part, 0.5);
    pen.moveTo(x + r, y);
    pen.arc(x, y, r, 0, Math.PI * 2);
  }
}

function isSeen(circle: Circle, view: View, { width, height }: Size): boolean {
  const { x, y } = place(circle, view);
  const r = circle.r * view.scale + 20;
  return x + r >= 0 && y + r >= 0 && x - r <= width && y - r <= height;
}
