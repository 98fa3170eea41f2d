import type { KubeClient } from './client.ts';
import { KubeError } from './errors.ts';

/**
 * Whether the API server serves a group at all. It refuses what nobody allowed before it says that it does not know it, so a kind that is not
 * there looks like one that may not be read; discovery may be read by everybody who logs in. What cannot be told counts as served.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles
 */
export async function isGroupServed(client: KubeClient, group: string, signal: AbortSignal): Promise<boolean> {
  if (group === '') return true;
  try {
    await client.getJson(`/apis/${group}`, { signal });
    return true;
  } catch (cause) {
    return !(cause instanceof KubeError && cause.code === 'cluster-not-found');
  }
}
