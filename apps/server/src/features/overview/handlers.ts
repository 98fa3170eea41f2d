import { overview } from '@breakwater/api';
import { SEVERITIES } from '@breakwater/model';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { toSeverityCounts } from '../../list/severity-counts.ts';
import { matchOneCluster } from '../../views/clusters/store.ts';
import { addStates, listPolicyStates } from '../../views/policies/store.ts';
import { toWorkloadRow } from '../../views/workloads/rows.ts';
import { listMostAtRisk } from '../../views/workloads/store.ts';
import { countDays, countStanding, readFigures, type StandingCount } from './store.ts';

const MOST = 10;

export function createOverviewFeature({ query, catalogue }: ServerContext): Feature {
  return defineFeature(overview, {
    get: async ({ principal, query: request }) => {
      const cluster = matchOneCluster(request.cluster);
      const [figures, standing, days, risky, policies, known] = await Promise.all([
        readFigures(query, principal, cluster),
        countStanding(query, principal, cluster),
        countDays(query, principal, cluster),
        listMostAtRisk(query, principal, cluster, MOST),
        listPolicyStates(query, principal, cluster),
        catalogue.read(),
      ]);
      const open = standing.filter(({ state }) => state === 'fail');
      const states = addStates(policies);
      return {
        ...figures,
        severities: toSeverityCounts(countSeverities(open)),
        categories: toCategories(open, known),
        states: countStates(standing),
        opened: [...days],
        mostAtRisk: risky.map(toWorkloadRow),
        notEvaluated: (states['not-evaluated'] ?? 0) + (states['error'] ?? 0),
      };
    },
  });
}

function countSeverities(counts: readonly StandingCount[]): readonly number[] {
  return SEVERITIES.map((_, rank) => counts.reduce((sum, { severity, total }) => sum + (severity === rank ? total : 0), 0));
}

/** A policy of several categories counts in each. */
function toCategories(open: readonly StandingCount[], catalogue: Catalogue) {
  const byCategory = new Map<string, StandingCount[]>();
  for (const count of open) {
    for (const category of catalogue.describe(count.policy, 'en').categories) {
      byCategory.set(category, [...(byCategory.get(category) ?? []), count]);
    }
  }
  const sum = (counts: readonly StandingCount[]): number => counts.reduce((total, count) => total + count.total, 0);
  return [...byCategory]
    .sort(([nameA, a], [nameB, b]) => sum(b) - sum(a) || (nameA < nameB ? -1 : 1))
    .map(([category, counts]) => ({ category, severities: toSeverityCounts(countSeverities(counts)) }));
}

function countStates(standing: readonly StandingCount[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state, total } of standing) {
    const name = state === 'fail' ? 'open' : state;
    counts[name] = (counts[name] ?? 0) + total;
  }
  return counts;
}
