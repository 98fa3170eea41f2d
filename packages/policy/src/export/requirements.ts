import { findKubernetesVersion, listChildren, type Node } from '@breakwater/cel';
import type { Requirement } from './shapes.ts';

/** ValidatingAdmissionPolicy is stable from here on, and so are CEL's standard functions, strings, sets and optional values. */
const STABLE = 30;

const TWO_VARIABLES = 'macros over two variables';

/** Names that stand for a library, not for a value that has methods. */
const LIBRARIES = new Set(['sets', 'optional', 'lists', 'strings', 'format', 'ip', 'math', 'base64', 'cel']);

/** What trees need of the API server, or the function that no API server has. */
export function readRequirement(trees: readonly Node[]): Requirement | { readonly missing: string } {
  let needs: Requirement = { minor: STABLE, feature: 'ValidatingAdmissionPolicy' };
  const queue = [...trees];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    const feature = readFeature(node);
    const minor = feature === undefined ? 0 : readMinor(feature);
    if (feature !== undefined && minor === undefined) return { missing: feature };
    // New expressions are compiled with the environment of the version before: a server may be rolled back by one.
    if (feature !== undefined && minor !== undefined && minor + 1 > needs.minor) needs = { minor: minor + 1, feature };
    queue.push(...listChildren(node));
  }
  return needs;
}

function readMinor(feature: string): number | undefined {
  return feature === TWO_VARIABLES ? 32 : findKubernetesVersion(feature);
}

function readFeature(node: Node): string | undefined {
  if (node.kind === 'comprehension') return node.variables.length > 1 ? TWO_VARIABLES : undefined;
  if (node.kind === 'struct') return node.typeName;
  if (node.kind === 'bind') return 'cel.bind';
  if (node.kind !== 'call') return undefined;
  const library = node.target?.kind === 'ident' && LIBRARIES.has(node.target.name) ? `${node.target.name}.` : '';
  return `${library}${node.name}`;
}
