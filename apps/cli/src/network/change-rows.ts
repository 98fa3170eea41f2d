import { type ConnectionChange, formatEnd } from '@breakwater/network';
import { formatPorts, formatVerdict } from './connection-rows.ts';
import { foldFamilies, type GraphEdge } from './draw/graph.ts';

export const CHANGE_COLUMNS = ['change', 'src', 'dst', 'before', 'after'] as const;

export function toPlainChange({ change, src, dst, protocol, before, after }: ConnectionChange) {
  return { change, src: formatEnd(src), dst: formatEnd(dst), protocol, before: before.map(toPlainPorts), after: after.map(toPlainPorts) };
}

function toPlainPorts({ ports, verdict, upstream, doubts }: ConnectionChange['before'][number]) {
  return verdict === 'implementation-defined' ? { ports, verdict, upstream, doubts } : { ports };
}

/** One row for each pair of ends, all protocols that change in it. */
export function toChangeRows(changes: readonly ConnectionChange[]): readonly (readonly string[])[] {
  return groupByEnds(changes).map(({ src, dst, group }) => {
    const kinds = new Set(group.map(({ change }) => change));
    const [only = 'changed'] = kinds.size === 1 ? kinds : [];
    return [only, src, dst, formatSide(group, 'before') || '-', formatSide(group, 'after') || '-'];
  });
}

interface EndChanges {
  readonly src: string;
  readonly dst: string;
  readonly group: readonly ConnectionChange[];
}

function groupByEnds(changes: readonly ConnectionChange[]): readonly EndChanges[] {
  const groups = Map.groupBy(changes, ({ src, dst }) => JSON.stringify([formatEnd(src), formatEnd(dst)]));
  return [...groups].map(([key, group]) => {
    const [src, dst] = JSON.parse(key) as [string, string];
    return { src, dst, group };
  });
}

/** `TCP 80; UDP 53`, with the verdict where it is not certain; empty for nothing. */
function formatSide(group: readonly ConnectionChange[], side: 'before' | 'after'): string {
  const entries = group.flatMap(change => change[side].map(entry => ({ ...entry, protocol: change.protocol })));
  const byVerdict = Map.groupBy(entries, formatVerdict);
  return [...byVerdict].map(([verdict, rows]) => `${formatPorts(rows)}${verdict === 'allowed' ? '' : ` ${verdict}`}`).join('; ');
}

/** What is gone and what has come; what has changed is both. */
export function toChangeEdges(changes: readonly ConnectionChange[]): readonly GraphEdge[] {
  const edges = groupByEnds(changes).flatMap(({ src: from, dst: to, group }): GraphEdge[] => {
    const [gone, come] = [formatSide(group, 'before'), formatSide(group, 'after')];
    return [
      ...(gone === '' ? [] : [{ from, to, label: `- ${gone}`, mark: 'removed' as const }]),
      ...(come === '' ? [] : [{ from, to, label: `+ ${come}`, mark: 'added' as const }]),
    ];
  });
  return foldFamilies(edges);
}
