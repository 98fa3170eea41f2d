import { formatExpression, listChildren, mapChildren, type Node, parseTree } from '@breakwater/cel';
import { TEMPLATE_EXPRESSIONS, type TemplatePath } from './kinds.ts';
import { call, ident, variable } from './literal.ts';
import { findFact, readNative } from './natives.ts';

/** A variable of an exported policy. */
export interface ExportedVariable {
  readonly name: string;
  readonly tree: Node;
}

/** What one request holds several of: the list in the exported policy, and what its elements are called. */
export interface Element {
  readonly list: 'containers' | 'volumes' | 'images';
  readonly name: string;
}

export const ELEMENTS: Readonly<Record<string, Element>> = {
  container: { list: 'containers', name: 'container' },
  storage: { list: 'volumes', name: 'volume' },
  image: { list: 'images', name: 'image' },
};

/** Names of the `variables.…` that a tree reads. */
export function listVariableNames(node: Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (inner: Node): void => {
    if (inner.kind === 'select' && inner.operand.kind === 'ident' && inner.operand.name === 'variables') names.add(inner.field);
    for (const child of listChildren(inner)) visit(child);
  };
  visit(node);
  return names;
}

/**
 * The raw values that native forms speak of. They are dynamic on purpose: one policy looks at several kinds, and their lists of
 * containers differ in type, which the API server's type check would object to.
 */
function listRawVariables(path: TemplatePath | undefined): readonly ExportedVariable[] {
  const object = { name: 'object', tree: call('dyn', undefined, ident('object')) };
  if (path === undefined) return [object];
  const pod = { name: 'pod', tree: parseTree(TEMPLATE_EXPRESSIONS[path]) };
  const containers = { name: 'containers', tree: putPod(readPodFact('containers')) };
  const others = ['volumes', 'images'].map(name => ({ name, tree: shareContainers(putPod(readPodFact(name))) }));
  return [object, pod, containers, ...others];
}

let containersText: string | undefined;

/** The same tree with the list of all containers read from its variable. */
export function shareContainers(node: Node): Node {
  containersText ??= formatExpression(putPod(readPodFact('containers')));
  if (node.kind === 'call' && node.name === '_+_' && formatExpression(node) === containersText) return variable('containers');
  return mapChildren(node, shareContainers);
}

function readPodFact(name: string): Node {
  const fact = findFact('Pod', name);
  const native = fact === undefined ? undefined : readNative(fact);
  if (native === undefined) throw new TypeError(`fact pod.${name} has no native form`);
  return native.tree;
}

/** `pod` of a native form is `variables.pod` of an exported policy. */
function putPod(node: Node): Node {
  if (node.kind === 'ident') return node.name === 'pod' ? variable('pod') : node;
  return mapChildren(node, putPod);
}

/** The raw variables and those of the policy that are read by the trees, directly or by way of others; each after those it reads. */
export function listExportedVariables(
  path: TemplatePath | undefined,
  own: readonly ExportedVariable[],
  readers: readonly Node[],
): readonly ExportedVariable[] {
  const all = [...listRawVariables(path), ...own];
  const wanted = new Set(readers.flatMap(tree => [...listVariableNames(tree)]));
  return all
    .toReversed()
    .filter(({ name, tree }) => {
      if (!wanted.has(name)) return false;
      for (const inner of listVariableNames(tree)) wanted.add(inner);
      return true;
    })
    .toReversed();
}
