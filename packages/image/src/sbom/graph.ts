import { ImageError } from '../errors.ts';

/** What a document says of who needs whom. Packages are named by their purl, everything else by its reference within the document. */
export interface SbomGraph {
  /** purl of what is described, where it has one. */
  readonly root: string | undefined;
  /** Everything that something needs itself. Empty where the document says nothing; there may be cycles. */
  readonly dependsOn: ReadonlyMap<string, readonly string[]>;
  /** The reference by which the document names a package, by its purl; of several the first. */
  readonly references: ReadonlyMap<string, string>;
}

export interface GraphNode {
  readonly reference: string;
  readonly purl: string | undefined;
}

/** References: `from` needs `to`. */
export type GraphEdge = readonly [from: string, to: string];

const MAX_EDGES = 2_000_000;

/** Throws ImageError `document-invalid` where it has too many edges: with a part of them, more would look covered than is. */
export function createGraph(root: string | undefined, nodes: readonly GraphNode[], edges: Iterable<GraphEdge>): SbomGraph {
  const purlOf = new Map(nodes.flatMap(({ reference, purl }) => (purl === undefined ? [] : [[reference, purl] as const])));
  const references = new Map<string, string>();
  for (const [reference, purl] of purlOf) if (!references.has(purl)) references.set(purl, reference);
  const dependsOn = new Map<string, Set<string>>();
  let count = 0;
  for (const [from, to] of edges) {
    count += 1;
    if (count > MAX_EDGES) throw new ImageError('document-invalid', `the SBOM has more than ${MAX_EDGES} dependencies`);
    const [parent, child] = [purlOf.get(from) ?? from, purlOf.get(to) ?? to];
    const known = dependsOn.get(parent);
    if (known === undefined) dependsOn.set(parent, new Set([child]));
    else known.add(child);
  }
  return { root, dependsOn: new Map([...dependsOn].map(([parent, children]) => [parent, [...children]])), references };
}
