import { formatExpression, makeNode, type Node } from '@breakwater/cel';
import { findTarget } from '@breakwater/inventory';
import type { PolicyDefinition } from '@breakwater/model';
import { toBinding } from './binding.ts';
import { assumeSet, type DefaultField, readDefaultField, toConfiguration, toUnset } from './default-field.ts';
import { fold } from './fold.ts';
import { SERVED_KINDS } from './kinds.ts';
import { ident, isLiteral, select, toLiteral, variable } from './literal.ts';
import { listKindFacts } from './match-kinds.ts';
import { listExportedVariables, shareContainers } from './raw-variables.ts';
import { readRequirement } from './requirements.ts';
import type { DefaultExport, ExportOptions, MutatingPolicy, Obstacle } from './shapes.ts';
import { createRewriter, findObstacle, negate, toFilter, toViolation } from './violation.ts';

/** MutatingAdmissionPolicy is stable from here on. */
const STABLE = 36;

/** The lists of containers that a pod is created with. */
const LISTS = ['containers', 'initContainers'] as const;

/**
 * A policy's fix as a MutatingAdmissionPolicy that completes pods when they are created, or why it cannot be one. Only what nobody
 * wrote is filled in, and only where its absence violates the policy.
 */
export function exportDefault(definition: PolicyDefinition, options: ExportOptions): DefaultExport {
  const obstacle = findObstacle(definition);
  if (obstacle !== undefined) return refuse(obstacle);
  const field = readDefaultField(definition);
  if ('reason' in field) return refuse(field);
  const target = findTarget(definition.target);
  const pod = SERVED_KINDS[definition.target]?.find(({ template }) => template === 'pod');
  if (target === undefined || pod === undefined) return refuse({ reason: 'it is not about pods' });
  const rewriter = createRewriter(definition, target, options, listKindFacts(pod));
  const violation = shareContainers(toViolation(definition, rewriter));
  if (rewriter.obstacles.size > 0) return refuse(...rewriter.obstacles.values());
  if (isLiteral(violation, false)) return refuse({ reason: 'no pod violates it with these parameters' });
  const wanting = toWanting(field, violation);
  if (isLiteral(wanting, false)) return refuse({ reason: 'its fix alone does not make a pod comply' });
  const patch = toPatch(field, wanting);
  const own = [...rewriter.variables].map(([name, { node }]) => ({ name, tree: shareContainers(node) }));
  const variables = listExportedVariables('pod', own, [patch]);
  const needs = readRequirement([wanting, ...variables.map(({ tree }) => tree)]);
  if ('missing' in needs) return refuse({ fact: `${needs.missing}()`, reason: "the function is not part of Kubernetes' CEL" });
  const policy = toPolicy(
    definition,
    variables.map(({ name, tree }) => ({ name, expression: formatExpression(tree) })),
    formatExpression(patch),
  );
  const { kind: _, metadata, spec } = toBinding(policy, definition, rewriter.facts, undefined);
  const { validationActions: __, ...bound } = spec;
  return {
    exportable: true,
    policy,
    binding: { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingAdmissionPolicyBinding', metadata, spec: bound },
    needs: needs.minor > STABLE ? needs : { minor: STABLE, feature: 'MutatingAdmissionPolicy' },
  };
}

/** Nobody wrote the field, the policy is violated, and with the field it would not be: other fields may make a pod invalid together with it. */
function toWanting({ of, steps, value }: DefaultField, violation: Node): Node {
  const [root, path] = of === 'pod' ? ['variables.pod', ['spec', ...steps]] : ['container', steps];
  const left = assumeSet(violation, root, path, value);
  if (formatExpression(left) === formatExpression(violation)) return toLiteral(false);
  const cured = negate(left);
  return fold(makeNode({ kind: 'logic', operator: '&&', operands: [toUnset(root, path), violation, cured] }));
}

function refuse(...obstacles: readonly Obstacle[]): DefaultExport {
  return { exportable: false, obstacles };
}

function toPatch(field: DefaultField, wanting: Node): Node {
  const object = (fields: readonly { name: string; value: Node }[]) => makeNode({ kind: 'struct', typeName: 'Object', fields });
  if (field.of === 'pod') {
    const whenTrue = object([{ name: 'spec', value: toConfiguration('Object.spec', field.steps, field.value) }]);
    return makeNode({ kind: 'conditional', condition: wanting, whenTrue, whenFalse: object([]) });
  }
  const lists = LISTS.map(name => ({ name, value: toContainerList(name, field, wanting) }));
  return object([{ name: 'spec', value: makeNode({ kind: 'struct', typeName: 'Object.spec', fields: lists }) }]);
}

/** Containers merge by their name: only those that want the field are mentioned. */
function toContainerList(list: string, field: DefaultField, wanting: Node): Node {
  const optional = makeNode({ kind: 'select', operand: select(variable('object'), 'spec'), field: list, optional: true, test: false });
  const range = makeNode({ kind: 'call', name: 'orValue', target: optional, args: [makeNode({ kind: 'list', elements: [] })] });
  const set = toConfiguration(`Object.spec.${list}`, field.steps, field.value);
  const fields = [{ name: 'name', value: select(ident('container'), 'name') }, ...(set.kind === 'struct' ? set.fields : [])];
  const body = makeNode({ kind: 'struct', typeName: `Object.spec.${list}`, fields });
  return makeNode({
    kind: 'comprehension',
    macro: 'map',
    range: toFilter(range, 'container', wanting),
    variables: ['container'],
    filter: undefined,
    body,
  });
}

function toPolicy({ id, title }: PolicyDefinition, variables: MutatingPolicy['spec']['variables'], expression: string): MutatingPolicy {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingAdmissionPolicy',
    metadata: {
      name: `breakwater-${id}`,
      labels: { 'app.kubernetes.io/managed-by': 'breakwater' },
      annotations: { 'kubernetes.io/description': title },
    },
    spec: {
      // A pod that could not be completed is still judged: a default is a service, not a gate.
      failurePolicy: 'Ignore',
      reinvocationPolicy: 'IfNeeded',
      matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
      variables,
      mutations: [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression } }],
    },
  };
}
