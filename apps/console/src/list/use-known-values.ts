import { type ListFields, namespaces } from '@breakwater/api';
import { useMemo } from 'react';
import { useClusters } from '../data/use-clusters.ts';
import { useEndpoint } from '../data/use-endpoint.ts';

const MOST = 200;

/** Values that the filter's box offers: names that exist, for the fields that people filter by most. */
export function useKnownValues(fields: ListFields): Readonly<Record<string, readonly string[]>> {
  const clusters = useClusters();
  const namespacePage = useEndpoint(namespaces, 'list', { query: { limit: MOST } }, { enabled: 'namespace' in fields });
  return useMemo(
    () => ({
      cluster: clusters.map(({ name }) => name),
      namespace: [...new Set(namespacePage.data?.results.map(({ name }) => name) ?? [])],
    }),
    [clusters, namespacePage.data],
  );
}
