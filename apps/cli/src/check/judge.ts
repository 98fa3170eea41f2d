import { findPodKind, Inventory, type InventoryOptions, isBuiltInGroup, type SourceObject } from '@breakwater/inventory';
import type { Remark } from '@breakwater/manifest';
import {
  type CheckOutput,
  type Exception,
  nearestName,
  type PolicyDefinition,
  type Problem,
  type Result,
  SEVERITIES,
} from '@breakwater/model';
import {
  CompiledPolicy,
  createExceptionBook,
  createPodSecurity,
  type Evaluation,
  evaluate,
  type Language,
  listAnnotated,
  type PodSecurity,
  PolicyError,
  readRemarks,
  selectPreset,
} from '@breakwater/policy';
import { builtInPolicies, findStandard } from '../catalogue.ts';

export interface JudgeOptions {
  /** Only these policies, whatever the preset; empty for the preset. */
  readonly policies: readonly string[];
  readonly preset: string;
  readonly kubeMinor: number;
  readonly complete: boolean;
  readonly namespace: string;
  readonly cluster: string;
  readonly language: Language;
  readonly keepPassing: boolean;
  /** Policies of the user, beside those of the catalogue; one with the same id replaces it. */
  readonly ownPolicies?: readonly PolicyDefinition[];
  /** Parameters by policy and name, instead of those of the preset and of the policies themselves. */
  readonly params?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Exceptions beside those that stand in the objects themselves. */
  readonly exceptions?: readonly Exception[];
  /** Comments of the files that the objects are from. */
  readonly remarks?: readonly Remark[];
}

export interface Judgement {
  readonly evaluation: Evaluation;
  readonly inventory: Inventory;
  readonly policies: number;
  /** Exceptions that are not understood, have ended or are not needed. */
  readonly problems: readonly Problem[];
}

/** A set of objects with everything that facts may ask for beside it. */
export function createInventory(sources: readonly SourceObject[], options: InventoryOptions): Inventory {
  let podSecurity: PodSecurity | undefined;
  const inventory: Inventory = new Inventory(sources, {
    ...options,
    listPodSecurityViolations: (workload, level) => {
      podSecurity ??= createPodSecurity(findStandard('pod-security'), builtInPolicies);
      return podSecurity.listViolations(inventory, workload, level);
    },
  });
  return inventory;
}

/** Judges a set of objects by policies of the catalogue. Throws PolicyError for a policy or preset that does not exist. */
export function judge(sources: readonly SourceObject[], options: JudgeOptions): Judgement {
  const { cluster, kubeMinor, complete, namespace } = options;
  const inventory = createInventory(sources, { cluster, kubeMinor, complete, namespace });
  const policies = selectPolicies(options);
  const [annotated, remarked] = [listAnnotated(inventory), readRemarks(options.remarks ?? [])];
  const listed = (options.exceptions ?? []).map(exception => ({ exception }));
  const book = createExceptionBook([...annotated.exceptions, ...remarked.exceptions, ...listed], new Date().toISOString());
  const evaluation = evaluate(inventory, policies, { language: options.language, keepPassing: options.keepPassing, exceptions: book });
  const problems = [
    ...annotated.problems,
    ...remarked.problems,
    ...book.listProblems(listIds(policies), listIds([...builtInPolicies, ...(options.ownPolicies ?? [])])),
  ];
  return { evaluation, inventory, policies: policies.length, problems };
}

function listIds(policies: readonly { readonly id: string }[]): ReadonlySet<string> {
  return new Set(policies.map(policy => policy.id));
}

/** Own policies, and those that somebody gave parameters, always take part, unless single ones are asked for by name. */
function selectPolicies({ policies, preset, ownPolicies = [], params = {} }: JudgeOptions): readonly CompiledPolicy[] {
  const own = new Set(ownPolicies.map(policy => policy.id));
  const known = [...builtInPolicies.filter(policy => !own.has(policy.id)), ...ownPolicies];
  if (policies.length > 0) return policies.map(id => new CompiledPolicy(findPolicy(id, known), params[id]));
  const selection = selectPreset(preset, builtInPolicies, findStandard('pod-security'));
  return known
    .filter(policy => selection.ids.has(policy.id) || own.has(policy.id) || Object.hasOwn(params, policy.id))
    .map(policy => new CompiledPolicy(policy, { ...selection.params[policy.id], ...params[policy.id] }));
}

/** Throws PolicyError `policy-unknown`. */
export function findPolicy(id: string, known: readonly PolicyDefinition[]): PolicyDefinition {
  const policy = known.find(candidate => candidate.id === id);
  if (policy !== undefined) return policy;
  const names = known.map(candidate => candidate.id);
  const nearest = nearestName(id, names);
  const hint = nearest === undefined ? 'docs/reference/policies.md lists them all' : `did you mean '${nearest}'?`;
  throw new PolicyError('policy-unknown', `no policy is called '${id}'; ${hint}`);
}

export interface ReadCounts {
  readonly files: number;
  readonly documents: number;
  readonly problems: readonly Problem[];
}

/** The whole answer of a check, in its public shape. */
export function toCheckOutput({ evaluation, inventory, policies }: Judgement, read: ReadCounts): CheckOutput {
  return {
    schema: 'breakwater/check',
    version: '1',
    results: [...evaluation.results],
    problems: [...read.problems],
    summary: {
      files: read.files,
      documents: read.documents,
      objects: inventory.objects.length,
      workloads: inventory.workloads.length,
      unknownKinds: countUnknownKinds(inventory),
      policies,
      states: { ...evaluation.states, fail: evaluation.results.filter(result => result.state === 'fail').length },
      severities: countSeverities(evaluation.results),
      problems: read.problems.length,
    },
  };
}

function countSeverities(results: readonly Result[]): CheckOutput['summary']['severities'] {
  const failing = results.filter(result => result.state === 'fail');
  return Object.fromEntries(SEVERITIES.map(severity => [severity, failing.filter(result => result.severity === severity).length]));
}

/** Custom resources: policies over any object judge them, nothing looks inside. */
function countUnknownKinds(inventory: Inventory): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { apiVersion, group, kind } of inventory.objects) {
    if (isBuiltInGroup(group) || findPodKind(group, kind) !== undefined) continue;
    counts[`${apiVersion}/${kind}`] = (counts[`${apiVersion}/${kind}`] ?? 0) + 1;
  }
  return counts;
}
