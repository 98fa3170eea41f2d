import {
  type CloudFacts,
  ClusterView,
  checks,
  countStates,
  createFindings,
  evaluateStandard,
  explainNothing,
} from '@breakwater/compliance';
import type { CustomWorkload, SourceObject } from '@breakwater/inventory';
import type { ComplianceOutput, ControlResult, Exception, NodeFacts, ProbeRecord, Problem, Result, Standard } from '@breakwater/model';
import { builtInPolicies } from '../catalogue.ts';
import { judge } from '../check/judge.ts';

export interface Assessment {
  readonly objects: readonly SourceObject[];
  readonly facts: readonly NodeFacts[];
  readonly probes?: ProbeRecord | undefined;
  readonly cloud?: CloudFacts | undefined;
  readonly standards: readonly Standard[];
  readonly kubeMinor: number;
  readonly language: 'en' | 'ja';
  readonly cluster: string;
  /** When it is judged, RFC 3339 UTC. */
  readonly now: string;
  readonly customWorkloads?: readonly CustomWorkload[];
  /** Of policies. */
  readonly exceptions?: readonly Exception[];
}

export interface Assessed {
  readonly results: readonly ControlResult[];
  readonly problems: readonly Problem[];
  readonly nodes: number;
}

/** Holds a cluster against standards: policies judge its objects, checks what lies below them. */
export function assess(assessment: Assessment): Assessed {
  const { objects, facts, standards, language } = assessment;
  const view = new ClusterView({
    objects: objects.map(({ value }) => value),
    facts,
    probes: assessment.probes,
    cloud: assessment.cloud,
    now: assessment.now,
  });
  const judged = judgePolicies(assessment);
  const targets = new Map(builtInPolicies.map(({ id, target }) => [id, target]));
  const deciders = {
    findFindings: createFindings(view, checks),
    results: judged.results,
    explainNothing: (policy: string) => explainNothing(targets.get(policy) ?? '', view),
    language,
  };
  const results = standards.flatMap(standard => evaluateStandard(standard, deciders));
  return { results, problems: judged.problems, nodes: view.nodes.length };
}

interface Judged {
  readonly results: ReadonlyMap<string, readonly Result[]>;
  readonly problems: readonly Problem[];
}

/** Without a single object nothing was judged, which is not the same as nothing being wrong. */
function judgePolicies({ objects, standards, kubeMinor, language, cluster, customWorkloads = [], exceptions = [] }: Assessment): Judged {
  const policies = [...new Set(standards.flatMap(({ controls }) => controls.flatMap(control => control.policies ?? [])))];
  if (objects.length === 0 || policies.length === 0) return { results: new Map(), problems: [] };
  const options = { policies, preset: '', kubeMinor, complete: true, namespace: '', cluster, language, customWorkloads, exceptions };
  const { evaluation, problems } = judge(objects, { ...options, keepPassing: true, keepImplied: true });
  const results = new Map<string, Result[]>(policies.map(policy => [policy, []]));
  for (const result of evaluation.results) if (result.state !== 'not-applicable') results.get(result.policy)?.push(result);
  return { results, problems };
}

/** The whole answer in its public shape. */
export function toComplianceOutput(
  { results, problems, nodes }: Assessed,
  { standards, objects }: Pick<Assessment, 'standards' | 'objects'>,
  read: readonly Problem[],
): ComplianceOutput {
  return {
    schema: 'breakwater/compliance',
    version: '1',
    results: [...results],
    problems: [...read, ...problems],
    summary: {
      frameworks: standards.map(({ id }) => id),
      nodes,
      objects: objects.length,
      ...countStates(results),
    },
  };
}
