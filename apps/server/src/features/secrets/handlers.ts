import { secrets } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';

export function createSecretsFeature({ analyst }: ServerContext): Feature {
  return defineFeature(secrets, {
    get: async ({ principal, query: { cluster } }) => (await analyst.ask(principal, cluster, 'secrets', { now: Date.now() })).output,
  });
}
