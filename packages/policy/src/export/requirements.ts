import { listChildren, type Node } from '@breakwater/cel';
import type { Requirement } from './shapes.ts';

/** ValidatingAdmissionPolicy is stable from here on, and so are CEL's standard functions, strings, sets and optional values. */
const STABLE = 30;

const standard = (names: string) => names.split(' ').map(name => [name, STABLE - 1] as const);
const since = (minor: number, names: string) => names.split(' ').map(name => [name, minor] as const);

/**
 * Functions of Kubernetes' CEL, with the minor version whose environment has them first.
 * https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries
 */
const FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ...standard('!_ -_ _+_ _-_ _*_ _/_ _%_ _==_ _!=_ _<_ _<=_ _>_ _>=_ @in _[_] _[?_]'),
  ...standard('bool bytes contains double duration dyn endsWith int matches size startsWith string timestamp type uint'),
  ...standard('getDate getDayOfMonth getDayOfWeek getDayOfYear getFullYear getHours getMilliseconds getMinutes getMonth getSeconds'),
  ...standard('charAt indexOf join lastIndexOf lowerAscii upperAscii replace split substring trim format strings.quote'),
  ...standard('sets.contains sets.equivalent sets.intersects'),
  ...standard('optional.of optional.none optional.ofNonZeroValue hasValue value orValue or'),
  ...standard('isSorted sum min max find findAll'),
  ...standard('url isURL getScheme getHost getHostname getPort getEscapedPath getQuery'),
  ...standard('quantity isQuantity sign isGreaterThan isLessThan compareTo asApproximateFloat asInteger isInteger add sub'),
  ...since(30, 'ip isIP ip.isCanonical family isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast'),
  ...since(30, 'cidr isCIDR containsIP containsCIDR masked prefixLength'),
  ...since(31, 'format.named validate'),
  ...since(33, 'semver isSemver major minor patch'),
  ...since(34, 'distinct flatten lists.range reverse slice sort'),
  ...since(37, 'includes'),
]);

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
  return feature === 'macros over two variables' ? 32 : FUNCTIONS.get(feature);
}

function readFeature(node: Node): string | undefined {
  if (node.kind === 'comprehension') return node.variables.length > 1 ? 'macros over two variables' : undefined;
  if (node.kind === 'struct') return node.typeName;
  if (node.kind === 'bind') return 'cel.bind';
  if (node.kind !== 'call') return undefined;
  const library = node.target?.kind === 'ident' && LIBRARIES.has(node.target.name) ? `${node.target.name}.` : '';
  return `${library}${node.name}`;
}
