import { type CustomWorkload, Inventory, type InventoryOptions, isBuiltInGroup, type SourceObject } from '@breakwater/inventory';
import type { Remark } from '@breakwater/manifest';
import { type Exception, nearestName, type PolicyDefinition, type Problem, type Result, type Severity } from '@breakwater/model';
import { createNetworkReach } from '@breakwater/network';
import {
  CompiledPolicy,
  createExceptionBook,
  createPodSecurity,
  type EvaluateOptions,
  type Evaluation,
  type ExceptionBook,
  evaluate,
  type Language,
  listAnnotated,
  type PodSecurity,
  PolicyError,
  readRemarks,
  selectPreset,
} from '@breakwater/policy';
import type { Report, ResultList } from '@breakwater/report';
import { builtInPolicies, findStandard } from '../catalogue.ts';
import { describeMissingTemplates } from './custom-workloads.ts';
import { createScanReader, type ScansByName } from './read-scans.ts';

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
  readonly keepImplied?: boolean;
  /** Policies of the user, beside those of the catalogue; one with the same id replaces it. */
  readonly ownPolicies?: readonly PolicyDefinition[];
  /** Parameters by policy and name, instead of those of the preset and of the policies themselves. */
  readonly params?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Exceptions beside those that stand in the objects themselves. */
  readonly exceptions?: readonly Exception[];
  /** What scans said of images, by their names; absent where none were given. */
  readonly scans?: ScansByName | undefined;
  /** Custom kinds that make pods. */
  readonly customWorkloads?: readonly CustomWorkload[];
  /** Comments of the files that the objects are from. */
  readonly remarks?: readonly Remark[];
}

export interface Judgement {
  readonly evaluation: { readonly results: ResultList; readonly states: Evaluation['states'] };
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
    createReach: createNetworkReach,
  });
  return inventory;
}

/** Judges a set of objects by policies of the catalogue. Throws PolicyError for a policy or preset that does not exist. */
export function judge(sources: readonly SourceObject[], options: JudgeOptions): Judgement & { readonly evaluation: Evaluation } {
  const prepared = prepareJudging(sources, options, new Date().toISOString());
  return concludeJudging(prepared, evaluate(prepared.inventory, prepared.policies, prepared.evaluation), options);
}

/** Everything that judging a set needs; made of the same input it is the same in each thread that shares the work. */
export interface PreparedJudging {
  readonly inventory: Inventory;
  readonly policies: readonly CompiledPolicy[];
  readonly evaluation: EvaluateOptions & { readonly exceptions: ExceptionBook };
  /** Of exceptions that are not understood. */
  readonly problems: readonly Problem[];
}

/** `now` (RFC 3339 UTC) decides which exceptions have ended. Throws PolicyError. */
export function prepareJudging(sources: readonly SourceObject[], options: JudgeOptions, now: string): PreparedJudging {
  const { cluster, kubeMinor, complete, namespace, language, keepPassing, keepImplied = false } = options;
  const { customWorkloads = [], scans } = options;
  const images = scans === undefined ? {} : { readScan: createScanReader(scans, Date.parse(now)) };
  const inventory = createInventory(sources, { cluster, kubeMinor, complete, namespace, customWorkloads, ...images });
  const [annotated, remarked] = [listAnnotated(inventory), readRemarks(options.remarks ?? [])];
  const listed = (options.exceptions ?? []).map(exception => ({ exception }));
  const exceptions = createExceptionBook([...annotated.exceptions, ...remarked.exceptions, ...listed], now);
  return {
    inventory,
    policies: selectPolicies(options),
    evaluation: { language, keepPassing, keepImplied, exceptions },
    problems: [...annotated.problems, ...remarked.problems, ...describeMissingTemplates(inventory)],
  };
}

/** The whole judgement, once everything was judged. */
export function concludeJudging<E extends Judgement['evaluation']>(
  { inventory, policies, evaluation: { exceptions }, problems }: PreparedJudging,
  evaluation: E,
  options: JudgeOptions,
): Judgement & { readonly evaluation: E } {
  const known = listIds([...builtInPolicies, ...(options.ownPolicies ?? [])]);
  const unneeded = exceptions.listProblems(listIds(policies), known);
  return { evaluation, inventory, policies: policies.length, problems: [...problems, ...unneeded] };
}

function listIds(policies: readonly { readonly id: string }[]): ReadonlySet<string> {
  return new Set(policies.map(policy => policy.id));
}

/** Own policies, and those that somebody gave parameters, always take part, unless single ones are asked for by name. */
function selectPolicies({ policies, preset, ownPolicies = [], params = {}, scans }: JudgeOptions): readonly CompiledPolicy[] {
  const own = new Set(ownPolicies.map(policy => policy.id));
  const known = [...builtInPolicies.filter(policy => !own.has(policy.id)), ...ownPolicies];
  if (policies.length > 0) return policies.map(id => new CompiledPolicy(findPolicy(id, known), params[id]));
  const selection = selectPreset(preset, builtInPolicies, findStandard('pod-security'), { contents: false, scans: scans !== undefined });
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
export function toReport({ evaluation, inventory, policies }: Judgement, read: ReadCounts): Report {
  const severities = evaluation.results.severities ?? countSeverities(evaluation.results);
  return {
    schema: 'breakwater/check',
    version: '1',
    results: evaluation.results,
    problems: [...read.problems],
    summary: {
      files: read.files,
      documents: read.documents,
      objects: inventory.objects.length,
      workloads: inventory.workloads.length,
      unknownKinds: countUnknownKinds(inventory),
      policies,
      states: { ...evaluation.states, fail: Object.values(severities).reduce((sum, count) => sum + count, 0) },
      severities,
      problems: read.problems.length,
    },
  };
}

/** Violations by severity. */
export function countSeverities(results: Iterable<Result>): Record<Severity, number> {
  const counts = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };
  for (const { state, severity } of results) if (state === 'fail') counts[severity]++;
  return counts;
}

/** Custom resources: policies over any object judge them, nothing looks inside. */
function countUnknownKinds(inventory: Inventory): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { apiVersion, group, kind, podKind } of inventory.objects) {
    if (isBuiltInGroup(group) || podKind !== undefined) continue;
    counts[`${apiVersion}/${kind}`] = (counts[`${apiVersion}/${kind}`] ?? 0) + 1;
  }
  return counts;
}
