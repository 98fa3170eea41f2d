import { formatExpression, makeNode, type Node } from '@breakwater/cel';
import type { Target } from '@breakwater/inventory';
import { findTarget } from '@breakwater/inventory';
import type { PolicyDefinition } from '@breakwater/model';
import { compileAdmission } from '../admission/compile-admission.ts';
import { AdmissionError } from '../admission/errors.ts';
import { toBinding } from './binding.ts';
import { call, isLiteral, toLiteral, variable } from './literal.ts';
import { type KindGroup, listKindFacts, listKindGroups, toResourceRules } from './match-kinds.ts';
import { toMessageTree } from './message.ts';
import { ELEMENTS, type ExportedVariable, listExportedVariables, shareContainers } from './raw-variables.ts';
import { readRequirement } from './requirements.ts';
import type { Rewriter } from './rewriter.ts';
import type { Export, ExportedPair, ExportedPolicy, ExportOptions, Obstacle, Requirement } from './shapes.ts';
import { createRewriter, findObstacle, negate, toFilter, toViolation } from './violation.ts';

/**
 * A policy as ValidatingAdmissionPolicies that the API server enforces by itself, one for each place of a pod template, or why it
 * cannot be one. Facts become their native forms; parameters and the Kubernetes version become literals.
 */
export function exportPolicy(definition: PolicyDefinition, options: ExportOptions): Export {
  const obstacle = findObstacle(definition);
  if (obstacle !== undefined) return { exportable: false, obstacles: [obstacle] };
  return new PolicyExport(definition, options).run();
}

interface Draft {
  readonly pair: ExportedPair;
  readonly needs: Requirement;
}

class PolicyExport {
  readonly #definition: PolicyDefinition;
  readonly #options: ExportOptions;
  readonly #target: Target;
  readonly #obstacles = new Map<string, Obstacle>();

  constructor(definition: PolicyDefinition, options: ExportOptions) {
    this.#definition = definition;
    this.#options = options;
    this.#target = findTarget(definition.target) as Target;
  }

  run(): Export {
    const groups = listKindGroups(this.#definition, kind => toViolation(this.#definition, this.#createRewriter(listKindFacts(kind))));
    const drafts = groups.flatMap(group => this.#draft(group, groups.length > 1 || group.path !== undefined) ?? []);
    if (this.#obstacles.size > 0) return { exportable: false, obstacles: [...this.#obstacles.values()] };
    const [first] = drafts;
    if (first === undefined)
      return { exportable: false, obstacles: [{ reason: 'with these parameters it asks nothing of any kind that is served' }] };
    const needs = drafts.map(draft => draft.needs).reduce((most, next) => (next.minor > most.minor ? next : most), first.needs);
    return { exportable: true, pairs: drafts.map(draft => draft.pair), needs };
  }

  #createRewriter(known: ReadonlyMap<string, string>): Rewriter {
    return createRewriter(this.#definition, this.#target, this.#options, known);
  }

  #draft(group: KindGroup, suffixed: boolean): Draft | undefined {
    const [only] = group.kinds;
    const rewriter = this.#createRewriter(
      group.kinds.length === 1 && only !== undefined ? listKindFacts(only) : this.#listCommonFacts(group),
    );
    const violation = shareContainers(toViolation(this.#definition, rewriter));
    for (const [key, obstacle] of rewriter.obstacles) this.#obstacles.set(key, obstacle);
    if (rewriter.obstacles.size > 0 || isLiteral(violation, false)) return undefined;
    return this.#assemble(group, suffixed, rewriter, violation);
  }

  /** The API group, where all kinds share it. */
  #listCommonFacts({ kinds: [first, ...rest] }: KindGroup): ReadonlyMap<string, string> {
    if (first === undefined || rest.some(({ group }) => group !== first.group)) return new Map();
    return new Map([...listKindFacts(first)].filter(([fact]) => fact.endsWith('.group')));
  }

  #assemble(group: KindGroup, suffixed: boolean, rewriter: Rewriter, violation: Node): Draft | undefined {
    const element = ELEMENTS[this.#definition.target];
    const found = element === undefined ? undefined : toFilter(variable(element.list), element.name, violation);
    const verdict =
      found === undefined ? negate(violation) : call('_==_', undefined, call('size', undefined, variable('violations')), toLiteral(0));
    const message = this.#toMessage(rewriter);
    const own: ExportedVariable[] = [...rewriter.variables].map(([name, { node }]) => ({ name, tree: shareContainers(node) }));
    if (found !== undefined) own.push({ name: 'violations', tree: found });
    const readers = message === undefined ? [verdict] : [verdict, message];
    const variables = listExportedVariables(group.path, own, readers);
    const needs = readRequirement([...readers, ...variables.map(({ tree }) => tree)]);
    if ('missing' in needs) {
      this.#obstacles.set(needs.missing, { fact: `${needs.missing}()`, reason: "the function is not part of Kubernetes' CEL" });
      return undefined;
    }
    const policy = this.#toPolicy(group, suffixed, variables, verdict, message);
    return policy === undefined
      ? undefined
      : { pair: { policy, binding: toBinding(policy, this.#definition, rewriter.facts, this.#options.action) }, needs };
  }

  #toMessage(rewriter: Rewriter): Node | undefined {
    const text = toMessageTree(this.#definition, this.#target, rewriter);
    const element = ELEMENTS[this.#definition.target];
    if (text === undefined) return undefined;
    if (element === undefined) return text.kind === 'literal' ? undefined : shareContainers(text);
    const each = makeNode({
      kind: 'comprehension',
      macro: 'map',
      range: variable('violations'),
      variables: [element.name],
      filter: undefined,
      body: text,
    });
    return call('join', each, toLiteral('; '));
  }

  #toPolicy(
    group: KindGroup,
    suffixed: boolean,
    variables: readonly ExportedVariable[],
    verdict: Node,
    message: Node | undefined,
  ): ExportedPolicy | undefined {
    const { id, title } = this.#definition;
    const build = (expression: string): ExportedPolicy => ({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: {
        name: `breakwater-${id}${suffixed && group.path !== undefined ? `-${group.path}` : ''}`,
        labels: { 'app.kubernetes.io/managed-by': 'breakwater' },
        annotations: { 'kubernetes.io/description': title },
      },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: toResourceRules(group, this.#definition) },
        variables: variables.map(({ name, tree }) => ({ name, expression: formatExpression(tree) })),
        validations: [{ expression, message: title, ...(message === undefined ? {} : { messageExpression: formatExpression(message) }) }],
      },
    });
    const plain = formatExpression(verdict);
    // The API server takes only what is a bool before it is evaluated.
    const compared = formatExpression(call('_==_', undefined, verdict, toLiteral(true)));
    return this.#compiles(build(plain)) ?? this.#compiles(build(compared), true);
  }

  #compiles(policy: ExportedPolicy, report = false): ExportedPolicy | undefined {
    try {
      compileAdmission(policy);
      return policy;
    } catch (cause) {
      if (!(cause instanceof AdmissionError)) throw cause;
      if (report) this.#obstacles.set(policy.metadata.name, { reason: `the API server would refuse it: ${cause.message}` });
      return undefined;
    }
  }
}
