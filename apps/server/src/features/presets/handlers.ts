import { presets } from '@breakwater/api';
import { nearestName } from '@breakwater/model';
import { listPresets } from '@breakwater/policy';
import type { Principal } from '../../access/principal.ts';
import { builtInPolicies } from '../../catalogue/catalogue.ts';
import type { ServerContext } from '../../context.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { selectPolicies } from '../../policy-set/list-enabled.ts';
import { readPresets, storePreset } from '../../policy-set/store.ts';
import { listClusterNames } from './store.ts';

export function createPresetsFeature({ query }: ServerContext): Feature {
  const names = listPresets(builtInPolicies);
  const all = names.map(name => ({ name, policies: selectPolicies(name, []).ids.size }));
  const view = async (principal: Principal) => {
    const [{ preset, clusters }, known] = await Promise.all([readPresets(query), listClusterNames(query, principal)]);
    const own = new Map(clusters.map(row => [row.cluster, row.preset]));
    return {
      preset,
      clusters: known.map(({ id, name }) => {
        const ofCluster = own.get(id);
        return { cluster: id, clusterName: name, ...(ofCluster === undefined ? {} : { preset: ofCluster }) };
      }),
      presets: all,
    };
  };
  return defineFeature(presets, {
    get: ({ principal }) => view(principal),
    set: async ({ principal, body: { cluster, preset } }) => {
      if (preset !== undefined) checkPreset(preset, names);
      else if (cluster === undefined) throw new RequestError('bad-request', 'body.preset: it is missing.');
      const clusters = await listClusterNames(query, principal);
      if (cluster !== undefined && !clusters.some(({ id }) => id === cluster)) refuseUnknown('cluster');
      await storePreset(query, cluster, preset);
      return view(principal);
    },
  });
}

function checkPreset(preset: string, names: readonly string[]): void {
  if (names.includes(preset)) return;
  const nearest = nearestName(preset, names);
  const hint = nearest === undefined ? `Known are ${names.join(', ')}.` : `Did you mean '${nearest}'?`;
  throw new RequestError('bad-request', `body.preset: no preset is called '${preset.slice(0, 100)}'.`, hint);
}
