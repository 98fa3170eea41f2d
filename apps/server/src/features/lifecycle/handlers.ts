import { lifecycle } from '@breakwater/api';
import { seesWholeClusters } from '../../access/visible.ts';
import { findStandard } from '../../catalogue/catalogue.ts';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { listEnabledAnywhere } from '../../policy-set/list-enabled.ts';
import { readPolicySet, readPresets } from '../../policy-set/store.ts';
import { matchOneCluster } from '../../views/clusters/store.ts';
import { listPolicyStates } from '../../views/policies/store.ts';
import { toControlState } from './control-state.ts';
import { listClusters } from './store.ts';

export function createLifecycleFeature({ query, pool }: ServerContext): Feature {
  const { controls } = findStandard('lifecycle');
  return defineFeature(lifecycle, {
    get: async ({ principal, query: request, language }) => {
      const cluster = matchOneCluster(request.cluster);
      const [clusters, rows, set, { clusters: presets }] = await Promise.all([
        listClusters(query, principal, cluster),
        listPolicyStates(query, principal, cluster),
        readPolicySet(pool),
        readPresets(query),
      ]);
      const ofCluster = new Map(presets.map(row => [row.cluster, row.preset]));
      const views = clusters.map(facts => {
        const states = new Map(rows.filter(row => row.cluster === facts.id).map(row => [row.policy, row.states]));
        const enabled = listEnabledAnywhere({ ...set, preset: ofCluster.get(facts.id) ?? set.preset });
        const view = { cluster: facts, states, enabled, language };
        return { cluster: facts.id, clusterName: facts.name, controls: controls.map(control => toControlState(control, view)) };
      });
      // Of some namespaces nobody knows what passes: only what fails, is accepted or could not be decided is certain.
      return {
        clusters: seesWholeClusters(principal) ? views : views.map(view => ({ ...view, controls: view.controls.map(withoutPass) })),
      };
    },
  });
}

function withoutPass<T extends { readonly state: string; readonly policies: readonly unknown[] }>(control: T): T {
  return control.state === 'pass' && control.policies.length > 0 ? { ...control, state: 'not-evaluated' } : control;
}
