import { type NodeFacts, type RecordedItem, STATES_BY_WEIGHT } from '@breakwater/model';

/** Verdicts of one node that a page lists. */
const MOST = 1000;
/** The verdicts about each node, and about what runs there; one that several controls share once. */
export function groupByNode(items: Iterable<RecordedItem>): ReadonlyMap<string, readonly RecordedItem[]> {
  const found = new Map<string, Map<string, RecordedItem>>();
  for (const item of items) {
    const { kind, name, node, container = '' } = item.subject;
    const place = kind === 'Node' ? name : node;
    if (place === undefined) continue;
    const own = found.get(place) ?? new Map<string, RecordedItem>();
    found.set(place, own);
    const key = [item.check, kind, name, container, item.message].join('\n');
    if (!own.has(key)) own.set(key, item);
  }
  return new Map([...found].map(([node, own]) => [node, [...own.values()]]));
}

export function countStates(items: readonly RecordedItem[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of items) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

export function sortByState(items: readonly RecordedItem[]): { readonly items: RecordedItem[]; readonly more: number } {
  const sorted = items.toSorted(
    (a, b) => STATES_BY_WEIGHT.indexOf(a.state) - STATES_BY_WEIGHT.indexOf(b.state) || (a.check < b.check ? -1 : 1),
  );
  return { items: sorted.slice(0, MOST), more: Math.max(0, sorted.length - MOST) };
}

/** What facts say of the components of a node, as far as a page shows it. */
export function describeFacts({ processes, files, packages = [], certificates }: NodeFacts) {
  return {
    components: processes.map(({ name, argv }) => ({ name, argv: [...argv] })),
    files: files.filter(({ type }) => type === 'file' || type === 'directory').length,
    packages: packages.length,
    certificates: certificates.length,
  };
}
