import type { ControlResult, Problem, Result, Standard } from '@breakwater/model';
import { checks } from './checks.generated.ts';
import { ClusterView, type ComplianceInput } from './cluster-view.ts';
import { createFindings, evaluateStandard } from './evaluate-standard.ts';
import { explainNothing } from './nothing-judged.ts';

/** What policies said of the objects. */
export interface JudgedPolicies {
  readonly results: readonly Result[];
  readonly problems: readonly Problem[];
}

export interface ClusterQuestion {
  readonly seen: ComplianceInput;
  readonly standards: readonly Standard[];
  /** What each policy that there is judges, as binding. */
  readonly targets: ReadonlyMap<string, string>;
  /** Judges the objects by some policies, keeping what passes. */
  readonly judge: (policies: readonly string[]) => JudgedPolicies;
  readonly language: 'en' | 'ja';
}

export interface JudgedCluster {
  readonly view: ClusterView;
  readonly results: readonly ControlResult[];
  readonly problems: readonly Problem[];
}

/** Holds a cluster against standards: policies judge its objects, checks what lies below them. */
export function judgeCluster({ seen, standards, targets, judge, language }: ClusterQuestion): JudgedCluster {
  const view = new ClusterView(seen);
  const policies = [...new Set(standards.flatMap(({ controls }) => controls.flatMap(control => control.policies ?? [])))];
  // Without a single object nothing was judged, which is not the same as nothing being wrong.
  const isJudged = seen.objects.length > 0 && policies.length > 0;
  const judged = isJudged ? judge(policies) : { results: [], problems: [] };
  const deciders = {
    findFindings: createFindings(view, checks),
    results: new Map(isJudged ? groupByPolicy(policies, judged.results) : []),
    explainNothing: (policy: string) => explainNothing(targets.get(policy) ?? '', view),
    language,
  };
  return { view, results: standards.flatMap(standard => evaluateStandard(standard, deciders)), problems: judged.problems };
}

/** Policies that judged nothing have an empty list. */
function groupByPolicy(policies: readonly string[], results: readonly Result[]): ReadonlyMap<string, readonly Result[]> {
  const found = new Map(policies.map((policy): [string, Result[]] => [policy, []]));
  for (const result of results) if (result.state !== 'not-applicable') found.get(result.policy)?.push(result);
  return found;
}
