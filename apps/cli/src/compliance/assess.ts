import { type CloudFacts, type ClusterView, countStates, judgeCluster } from '@breakwater/compliance';
import type { CustomWorkload, SourceObject } from '@breakwater/inventory';
import type { ComplianceOutput, ControlResult, Exception, NodeFacts, ProbeRecord, Problem, Standard } from '@breakwater/model';
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
  readonly view: ClusterView;
}

const TARGETS: ReadonlyMap<string, string> = new Map(builtInPolicies.map(({ id, target }) => [id, target]));

/** Holds what was read against standards. */
export function assess(assessment: Assessment): Assessed {
  const { objects, facts, standards, language, probes, cloud, now } = assessment;
  const seen = { objects: objects.map(({ value }) => value), facts, probes, cloud, now };
  return judgeCluster({ seen, standards, targets: TARGETS, judge: policies => judgePolicies(assessment, policies), language });
}

function judgePolicies(
  { objects, kubeMinor, language, cluster, customWorkloads = [], exceptions = [] }: Assessment,
  policies: readonly string[],
) {
  const options = { policies, preset: '', kubeMinor, complete: true, namespace: '', cluster, language, customWorkloads, exceptions };
  const { evaluation, problems } = judge(objects, { ...options, keepPassing: true, keepImplied: true });
  return { results: evaluation.results, problems };
}

/** The whole answer in its public shape. */
export function toComplianceOutput(
  { results, problems, view }: Assessed,
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
      nodes: view.nodes.length,
      objects: objects.length,
      ...countStates(results),
    },
  };
}
