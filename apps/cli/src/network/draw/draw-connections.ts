import type { Cluster, Connection } from '@breakwater/network';
import { renderDot } from './dot.ts';
import { type Graph, toEdges, toGraph } from './graph.ts';
import { renderSvg } from './svg.ts';

export type Drawing = 'dot' | 'svg';

export function isDrawing(format: unknown): format is Drawing {
  return format === 'dot' || format === 'svg';
}

export function drawConnections(format: Drawing, cluster: Cluster, connections: readonly Connection[]): string {
  return drawGraph(format, toGraph([cluster], toEdges(connections)));
}

export function drawGraph(format: Drawing, graph: Graph): string {
  return format === 'dot' ? renderDot(graph) : renderSvg(graph);
}
