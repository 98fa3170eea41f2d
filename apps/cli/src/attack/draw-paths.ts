import type { AttackPath, Hop } from '@breakwater/attack';
import { escapeXml } from '@breakwater/report';
import { quoteDot } from '../quote-dot.ts';

interface Drawn {
  /** Names of nodes by column, from the starts to the goals. */
  readonly columns: readonly (readonly string[])[];
  readonly hops: readonly Hop[];
}

export function drawPaths(format: 'dot' | 'svg', paths: readonly AttackPath[]): string {
  const drawn = layOut(paths);
  return format === 'dot' ? renderDot(drawn) : renderSvg(drawn);
}

/** Every node in the first column that a path reaches it in, every hop once. */
function layOut(paths: readonly AttackPath[]): Drawn {
  const columns = new Map<string, number>();
  const hops = new Map<string, Hop>();
  for (const path of paths) {
    if (!columns.has(path.from)) columns.set(path.from, 0);
    for (const [index, hop] of path.hops.entries()) {
      columns.set(hop.to, Math.min(columns.get(hop.to) ?? Number.POSITIVE_INFINITY, index + 1));
      hops.set(`${hop.from}\n${hop.to}\n${hop.edge}`, hop);
    }
  }
  const groups = Map.groupBy(columns.keys(), name => columns.get(name) ?? 0);
  const order = [...groups.keys()].toSorted((a, b) => a - b);
  return { columns: order.map(column => groups.get(column) ?? []), hops: [...hops.values()] };
}

/** For Graphviz. https://graphviz.org/doc/info/lang.html */
function renderDot({ columns, hops }: Drawn): string {
  const lines = [
    'digraph attack {',
    '  rankdir=LR; node [shape=box, style=rounded, fontname="sans-serif"]; edge [fontname="sans-serif", fontsize=10];',
    ...columns.flat().map(name => `  ${quoteDot(name)};`),
    ...hops.map(({ from, to, edge, because, weakened }) => {
      const style = weakened.length > 0 ? ', style=dashed' : '';
      return `  ${quoteDot(from)} -> ${quoteDot(to)} [label=${quoteDot(edge)}, tooltip=${quoteDot(because)}${style}];`;
    }),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

const NODE = { width: 250, height: 28 };
const GAP = { x: 130, y: 14 };
const MARGIN = 20;
const LONGEST = 38;

/** A picture without scripts; every arrow has its reason as a title. */
function renderSvg({ columns, hops }: Drawn): string {
  const places = new Map(columns.flatMap((names, column) => names.map((name, row) => [name, toPlace(column, row)] as const)));
  const width = 2 * MARGIN + columns.length * (NODE.width + GAP.x) - (columns.length === 0 ? 0 : GAP.x);
  const height = 2 * MARGIN + Math.max(0, ...columns.map(names => names.length)) * (NODE.height + GAP.y);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    '<title>Attack paths</title>',
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#a30000"/></marker></defs>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...hops.map(hop => renderHop(hop, places)),
    ...[...places].map(([name, place]) => renderNode(name, place)),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function toPlace(column: number, row: number): Place {
  return { x: MARGIN + column * (NODE.width + GAP.x), y: MARGIN + row * (NODE.height + GAP.y) };
}

function renderNode(name: string, { x, y }: Place): string {
  const text = name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
  return `<g><title>${escapeXml(name)}</title><rect x="${x}" y="${y}" width="${NODE.width}" height="${NODE.height}" rx="5" fill="#ffffff" stroke="#4d5258"/><text x="${x + 8}" y="${y + 18}">${escapeXml(text)}</text></g>`;
}

/** Forward from side to side; back, or within a column, around below. */
function renderHop({ from, to, edge, because, weakened }: Hop, places: ReadonlyMap<string, Place>): string {
  const [start, end] = [places.get(from), places.get(to)];
  if (start === undefined || end === undefined) return '';
  const isForward = start.x < end.x;
  const [x1, y1] = [start.x + NODE.width, start.y + NODE.height / 2];
  const [x2, y2] = [isForward ? end.x : end.x + NODE.width, end.y + NODE.height / 2];
  const bend = isForward ? (x2 - x1) / 2 : 60;
  const dash = weakened.length > 0 ? ' stroke-dasharray="5 3"' : '';
  const middle = { x: isForward ? (x1 + x2) / 2 : Math.max(x1, x2) + 45, y: (y1 + y2) / 2 - 4 };
  return [
    `<g><title>${escapeXml(`${edge}: ${because}`)}</title>`,
    `<path d="M${x1} ${y1}C${x1 + bend} ${y1} ${isForward ? x2 - bend : x2 + bend} ${y2} ${x2} ${y2}" fill="none" stroke="#a30000"${dash} marker-end="url(#arrow)"/>`,
    `<text x="${middle.x}" y="${middle.y}" font-size="10" text-anchor="middle" fill="#a30000" stroke="#ffffff" stroke-width="3" paint-order="stroke">${escapeXml(edge)}</text></g>`,
  ].join('');
}
