import { makeNode, type Node } from '@breakwater/cel';
import { findTarget, type Target } from '@breakwater/inventory';
import type { PolicyDefinition } from '@breakwater/model';
import { findFilledField } from './defaulted.ts';
import { fold } from './fold.ts';
import { call, ident, isLiteral, not, toLiteral, variable } from './literal.ts';
import { ELEMENTS } from './raw-variables.ts';
import { Rewriter } from './rewriter.ts';
import { toShape, type Value } from './scope.ts';
import type { ExportOptions, Obstacle } from './shapes.ts';

/** Why a policy is nothing that a request could be refused for, whatever it reads. */
export function findObstacle(definition: PolicyDefinition): Obstacle | undefined {
  const { outcome, outcomeExpression, target } = definition;
  if (outcomeExpression !== undefined || (outcome !== undefined && outcome !== 'fail'))
    return { reason: 'its finding is a question to a person, not a violation' };
  return findTarget(target) === undefined ? { reason: `no request is about target '${target}'` } : findFilledField(definition);
}

/** A rewriter for one policy. `known` are facts whose value is certain, as the kind where only one is looked at. */
export function createRewriter(
  definition: PolicyDefinition,
  target: Target,
  options: ExportOptions,
  known: ReadonlyMap<string, string>,
): Rewriter {
  const { params = {}, variables = [] } = definition;
  const defaults = Object.entries(params).map(([name, param]) => [name, param.default]);
  return new Rewriter({
    params: { ...Object.fromEntries(defaults), ...options.params },
    kubeMinor: options.kubeMinor,
    variables: new Map(variables.map(({ name, expression }) => [name, expression])),
    roots: listRoots(target),
    element: ELEMENTS[target.name]?.name,
    known,
  });
}

/** What is true of a request that violates the policy: it applies, and does not comply. */
export function toViolation({ matchConditions = [], expression }: PolicyDefinition, rewriter: Rewriter): Node {
  const conditions: Node[] = [];
  for (const condition of matchConditions) {
    const { node } = rewriter.rewrite(condition);
    // What is behind a condition that never holds is not asked, whatever it would read.
    if (isLiteral(node, false)) return node;
    conditions.push(node);
  }
  return fold(makeNode({ kind: 'logic', operator: '&&', operands: [...conditions, negate(rewriter.rewrite(expression).node)] }));
}

/** The root variables of a target, as an exported policy reads them. */
function listRoots({ name, variables }: Target): Readonly<Record<string, Value>> {
  const roots: Record<string, Value> = {
    object: { node: variable('object') },
    cluster: { node: toLiteral(null), shape: toShape('Cluster') },
    ns: { node: name === 'namespace' ? variable('object') : call('dyn', undefined, ident('namespaceObject')), shape: toShape('Namespace') },
  };
  const element = ELEMENTS[name];
  for (const [root, type] of Object.entries(variables)) {
    roots[root] = { node: root === name && element !== undefined ? ident(element.name) : toRootNode(type), shape: toShape(type) };
  }
  return roots;
}

function toRootNode(type: string): Node {
  if (type === 'Request') return ident('request');
  return variable(type === 'Pod' ? 'pod' : 'object');
}

export function negate(node: Node): Node {
  return node.kind === 'call' && node.name === '!_' && node.args[0] !== undefined ? node.args[0] : fold(not(node));
}

/** `range.filter(name, body)`. */
export function toFilter(range: Node, name: string, body: Node): Node {
  return makeNode({ kind: 'comprehension', macro: 'filter', range, variables: [name], filter: undefined, body });
}
