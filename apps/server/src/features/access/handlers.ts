import { access } from '@breakwater/api';
import { refuseWithoutWhole } from '../../access/visible.ts';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';

export function createAccessFeature({ analyst }: ServerContext): Feature {
  return defineFeature(access, {
    get: async ({ principal, query: { cluster, system } }) => {
      refuseWithoutWhole(principal);
      return (await analyst.ask(principal, cluster, 'access', { includeSystem: system === 'show' })).output;
    },
    usage: async ({ principal, body: { cluster, text } }) => {
      refuseWithoutWhole(principal);
      return (await analyst.ask(principal, cluster, 'usage', { text })).output;
    },
  });
}
