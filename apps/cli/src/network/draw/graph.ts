import { type Cluster, type Connection, formatEnd, type NetworkWorkload } from '@breakwater/network';
import { formatPorts, formatVerdict } from '../connection-rows.ts';

/** What is drawn: one node for each end, and boxes around the workloads of a namespace, which are ends of edges too. */
export interface Graph {
  readonly boxes: readonly GraphBox[];
  /** Ends outside of all namespaces. */
  readonly outside: readonly string[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphBox {
  readonly namespace: string;
  /** Names of its workloads, sorted. */
  readonly nodes: readonly string[];
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly mark: 'plain' | 'doubtful' | 'added' | 'removed';
}

/** How a namespace is named where an edge means all of its workloads. */
export function toBoxName(namespace: string): string {
  return `${namespace}/*`;
}

export function toGraph(clusters: readonly Cluster[], edges: readonly GraphEdge[]): Graph {
  const workloads = clusters.flatMap(cluster => cluster.workloads);
  const boxes = listBoxes(workloads);
  const drawn = foldEdges(edges, boxes);
  const inside = new Set(boxes.flatMap(({ namespace, nodes }) => [toBoxName(namespace), ...nodes]));
  const outside = new Set(drawn.flatMap(({ from, to }) => [from, to]).filter(name => !inside.has(name)));
  return { boxes, outside: [...outside], edges: drawn };
}

function listBoxes(workloads: readonly NetworkWorkload[]): readonly GraphBox[] {
  const groups = Map.groupBy(workloads, ({ pod }) => pod.namespace);
  const boxes = [...groups].map(([namespace, list]) => ({ namespace, nodes: [...new Set(list.map(({ name }) => name))].toSorted() }));
  return boxes.toSorted((a, b) => (a.namespace < b.namespace ? -1 : 1));
}

export function toEdges(connections: readonly Connection[]): readonly GraphEdge[] {
  const groups = Map.groupBy(connections, row => JSON.stringify([formatEnd(row.src), formatEnd(row.dst), formatVerdict(row)]));
  const edges = [...groups].map(([key, rows]): GraphEdge => {
    const [from, to, verdict] = JSON.parse(key) as [string, string, string];
    const isDoubtful = rows.some(row => row.verdict === 'implementation-defined');
    return { from, to, label: `${formatPorts(rows)}${isDoubtful ? ` ${verdict}` : ''}`, mark: isDoubtful ? 'doubtful' : 'plain' };
  });
  return foldFamilies(edges);
}

const WHOLE_FAMILIES = new Set(['0.0.0.0-255.255.255.255', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff']);

/** All addresses of both families are one end. */
export function foldFamilies(edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const rename = (name: string): string => (WHOLE_FAMILIES.has(name) ? 'any address' : name);
  const groups = Map.groupBy(edges, ({ from, to, label, mark }) => JSON.stringify([rename(from), rename(to), label, mark]));
  return [...groups.values()].flatMap(group =>
    group.length > 1 ? group.slice(0, 1).map(edge => ({ ...edge, from: rename(edge.from), to: rename(edge.to) })) : group,
  );
}

/** Edges that all workloads of a namespace have in common are drawn once, from or to its box: what is left can be looked at. */
function foldEdges(edges: readonly GraphEdge[], boxes: readonly GraphBox[]): readonly GraphEdge[] {
  return foldSide(foldSide(edges, boxes, 'from', 'to'), boxes, 'to', 'from');
}

function foldSide(
  edges: readonly GraphEdge[],
  boxes: readonly GraphBox[],
  side: 'from' | 'to',
  other: 'from' | 'to',
): readonly GraphEdge[] {
  const boxOf = new Map(boxes.flatMap(box => box.nodes.map(node => [node, box] as const)));
  const groups = Map.groupBy(edges, edge =>
    JSON.stringify([edge[other], edge.label, edge.mark, boxOf.get(edge[side])?.namespace ?? edge[side]]),
  );
  return [...groups.values()].flatMap(group => {
    const [first] = group;
    const box = first === undefined ? undefined : boxOf.get(first[side]);
    if (first === undefined || box === undefined || box.nodes.length < 2) return group;
    const others = box.nodes.filter(node => node !== first[other]);
    const isSelf = first[other] === toBoxName(box.namespace);
    const wanted = isSelf ? box.nodes.length : others.length;
    return wanted > 1 && new Set(group.map(edge => edge[side])).size >= wanted ? [{ ...first, [side]: toBoxName(box.namespace) }] : group;
  });
}
