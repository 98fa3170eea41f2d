import { type Answer, clusters } from '@breakwater/api';
import { useEndpoint } from './use-endpoint.ts';

type Cluster = Answer<typeof clusters.endpoints.list>['results'][number];

const MOST = 500;
const NONE: readonly Cluster[] = [];

/** All clusters in scope, by name; asked for once and shared by everything that needs names or states. */
export function useClusters(): readonly Cluster[] {
  return useEndpoint(clusters, 'list', { query: { limit: MOST, sort: 'name' } }).data?.results ?? NONE;
}

/** One of them; undefined until it is known. */
export function useCluster(id: string): Cluster | undefined {
  return useClusters().find(cluster => cluster.id === id);
}
