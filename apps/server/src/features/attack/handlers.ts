import { attack } from '@breakwater/api';
import { refuseWithoutWhole } from '../../access/visible.ts';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';

/** Paths cross namespaces and name who has which rights: they are for those who see whole clusters. */
export function createAttackFeature({ analyst }: ServerContext): Feature {
  return defineFeature(attack, {
    paths: async ({ principal, query: { cluster, starts } }) => {
      refuseWithoutWhole(principal);
      return (await analyst.ask(principal, cluster, 'attack-paths', { assumeBreach: starts === 'anywhere' })).output;
    },
    whatIf: async ({ principal, body: { cluster, starts, changes } }) => {
      refuseWithoutWhole(principal);
      return (await analyst.ask(principal, cluster, 'attack-what-if', { assumeBreach: starts === 'anywhere', changes })).output;
    },
  });
}
