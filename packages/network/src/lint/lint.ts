import type { Location } from '@breakwater/model';
import type { Cluster } from '../cluster/read-cluster.ts';
import { ANY_POD } from '../connections/outside.ts';
import { VerdictMatrix } from '../connections/verdict-matrix.ts';
import { sortTiers } from '../evaluate/side.ts';
import type { LintCheck, LintContext } from './check.ts';
import { FIELD_CHECKS } from './field-checks.ts';
import { ORDER_CHECKS } from './order-checks.ts';
import { REACH_CHECKS } from './reach-checks.ts';
import { SELECTOR_CHECKS } from './selector-checks.ts';

export const LINT_CHECKS: readonly LintCheck[] = [...FIELD_CHECKS, ...SELECTOR_CHECKS, ...REACH_CHECKS, ...ORDER_CHECKS];

export interface LintResult {
  readonly check: string;
  readonly level: LintCheck['level'];
  readonly subject: string;
  /** Field path, as `spec.ingress.0`; empty where none is meant. */
  readonly path: string;
  readonly message: string;
  readonly location?: Location;
}

/** Asks every check about the policies of a cluster, in the order of the checks. */
export function lintCluster(cluster: Cluster): readonly LintResult[] {
  const context = toContext(cluster);
  return LINT_CHECKS.flatMap(({ id, level, run }) =>
    run(context).map(({ subject, object, path = [], message }): LintResult => {
      const location = object?.source.locate?.([...path]);
      return { check: id, level, subject, path: path.join('.'), message, ...(location === undefined ? {} : { location }) };
    }),
  );
}

function toContext(cluster: Cluster): LintContext {
  const pods = [...cluster.workloads.map(({ pod }) => pod), ANY_POD];
  return {
    cluster,
    rules: { world: cluster.world, tiers: sortTiers(cluster.policies) },
    matrix: new VerdictMatrix(pods, cluster.policies, cluster.world),
    policies: cluster.policies.flatMap(policy => {
      const { kind, namespace, name } = policy.source;
      const object = cluster.inventory.find(kind, namespace, name);
      return object === undefined ? [] : [{ policy, object }];
    }),
  };
}
