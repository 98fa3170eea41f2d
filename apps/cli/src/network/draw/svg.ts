import { escapeXml } from '@breakwater/report';
import { type Graph, type GraphEdge, toBoxName } from './graph.ts';
import { type Place, placeGraph } from './place.ts';

const COLORS = { plain: '#4d5258', doubtful: '#b1770b', added: '#3d7317', removed: '#b1380b' } as const;
const MARKS = Object.keys(COLORS) as readonly GraphEdge['mark'][];
const LONGEST_NAME = 30;

/** A picture without scripts and foreign parts; every edge has its label as a title too. */
export function renderSvg(graph: Graph): string {
  const { width, height, places, frames } = placeGraph(graph);
  const heads = new Map(graph.boxes.map(({ namespace }) => [toBoxName(namespace), namespace]));
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    '<title>Who may connect to whom</title>',
    `<defs>${MARKS.map(renderArrow).join('')}</defs>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...frames.map(
      ({ x, y, width: w, height: h }) => `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="8" fill="#f2f4f7" stroke="#c7c7c7"/>`,
    ),
    ...graph.edges.map((edge, index) => renderEdge(edge, index, places)),
    ...[...places].map(([name, place]) => renderNode(name, heads.get(name), place)),
    '</svg>',
  ];
  return `${parts.filter(part => part !== '').join('\n')}\n`;
}

function renderArrow(mark: GraphEdge['mark']): string {
  return `<marker id="arrow-${mark}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="${COLORS[mark]}"/></marker>`;
}

function renderNode(name: string, namespace: string | undefined, { x, y, width, height }: Place): string {
  const isInside = name.includes('[') && name.includes('/');
  const label = namespace ?? (isInside ? name.slice(name.indexOf('/') + 1) : name);
  const text = label.length > LONGEST_NAME ? `${label.slice(0, LONGEST_NAME - 1)}…` : label;
  const look = namespace === undefined ? 'fill="#ffffff" stroke="#4d5258"' : 'fill="#e0e7f1"';
  const style = namespace === undefined ? '' : ' font-weight="bold"';
  return `<g><title>${escapeXml(name)}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="5" ${look}/><text x="${x + 8}" y="${y + 17}"${style}>${escapeXml(text)}</text></g>`;
}

/** A curve that leaves and enters at the sides; within one column it bends around on the right. */
function renderEdge({ from, to, label, mark }: GraphEdge, index: number, places: ReadonlyMap<string, Place>): string {
  const [start, end] = [places.get(from), places.get(to)];
  if (start === undefined || end === undefined) return '';
  const isForward = start.column <= end.column;
  const isWithin = start.column === end.column;
  const spread = ((index * 7) % 9) - 4;
  const [x1, y1] = [isForward ? start.x + start.width : start.x, start.y + start.height / 2 + spread];
  const [x2, y2] = [isForward && !isWithin ? end.x : end.x + end.width, end.y + end.height / 2 - spread];
  const bend = isWithin ? 40 + Math.abs(y2 - y1) / 4 : Math.abs(x2 - x1) / 2;
  const [c1, c2] = [isForward ? x1 + bend : x1 - bend, isForward && !isWithin ? x2 - bend : x2 + bend];
  const middle = { x: (x1 + 3 * c1 + 3 * c2 + x2) / 8, y: (y1 + y2) / 2 };
  const dash = mark === 'plain' || mark === 'added' ? '' : ' stroke-dasharray="5 3"';
  return [
    `<g><title>${escapeXml(`${from} → ${to}: ${label}`)}</title>`,
    `<path d="M${x1} ${y1}C${c1} ${y1} ${c2} ${y2} ${x2} ${y2}" fill="none" stroke="${COLORS[mark]}"${dash} marker-end="url(#arrow-${mark})"/>`,
    `<text x="${middle.x}" y="${middle.y - 3}" font-size="10" text-anchor="middle" fill="${COLORS[mark]}" stroke="#ffffff" stroke-width="3" paint-order="stroke">${escapeXml(label)}</text></g>`,
  ].join('');
}
