import { secrets } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';

export function createSecretsFeature({ analyst }: ServerContext): Feature {
  return defineFeature(secrets, {
    get: async ({ principal, query: { cluster } }) =>
      (await analyst.ask(principal, cluster, 'secrets', { now: toHour(Date.now()) })).output,
  });
}

/** Ages and certificates are told in days: whoever asks within the same hour is given the same answer. */
function toHour(milliseconds: number): number {
  return milliseconds - (milliseconds % 3_600_000);
}
