import { createGraph, type GraphEdge, type SbomGraph } from './graph.ts';
import type { SpdxPackage, SpdxRelation } from './spdx-document.ts';

/** The id of the document itself. https://spdx.github.io/spdx-spec/v2.3/document-creation-information/#63-spdx-identifier-field */
const DOCUMENT = 'SPDXRef-DOCUMENT';

/**
 * Who needs whom. What only contains a package says where it lies and not why: it counts for packages that nothing is told to depend on.
 * https://spdx.github.io/spdx-spec/v2.3/relationships-between-SPDX-elements/
 */
export function toSpdxGraph(packages: readonly SpdxPackage[], relations: readonly SpdxRelation[]): SbomGraph {
  const needed = relations.flatMap(toDependency);
  const explained = new Set(needed.map(([, to]) => to));
  const contained = relations.flatMap(toContainment).filter(([, to]) => !explained.has(to));
  const described = relations.find(({ from, type }) => from === DOCUMENT && type === 'DESCRIBES')?.to;
  const nodes = packages.map(({ id, purls }) => ({ reference: id, purl: purls[0] }));
  return createGraph(nodes.find(({ reference }) => reference === described)?.purl, nodes, [...needed, ...contained]);
}

/** `DEPENDS_ON`, or the other way round `DEPENDENCY_OF`, `RUNTIME_DEPENDENCY_OF` and the like. */
function toDependency({ from, type, to }: SpdxRelation): readonly GraphEdge[] {
  if (type === 'DEPENDS_ON') return [[from, to]];
  return type.endsWith('DEPENDENCY_OF') ? [[to, from]] : [];
}

function toContainment({ from, type, to }: SpdxRelation): readonly GraphEdge[] {
  if (type === 'CONTAINS') return from === DOCUMENT ? [] : [[from, to]];
  return type === 'CONTAINED_BY' && to !== DOCUMENT ? [[to, from]] : [];
}
