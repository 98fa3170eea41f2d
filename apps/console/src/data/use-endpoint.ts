import type { Answer, Input, Resource } from '@breakwater/api';
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query';
import { useTexts } from '../texts/use-texts.ts';
import { client } from './client.ts';
import { queryClient } from './query-client.ts';

type EndpointsOf<R extends Resource> = R['endpoints'];

/** What one endpoint answers, kept current. The key begins with the resource, by which changes.ts finds it. */
export function useEndpoint<R extends Resource, N extends keyof EndpointsOf<R> & string>(
  resource: R,
  name: N,
  input: Input<EndpointsOf<R>[N]>,
  options: { readonly enabled?: boolean } = {},
): UseQueryResult<Answer<EndpointsOf<R>[N]>, Error> {
  const { language } = useTexts();
  return useQuery({
    queryKey: [resource.name, name, input, language],
    queryFn: ({ signal }) => client.call(resource.endpoints[name] as EndpointsOf<R>[N], { ...input, signal }),
    ...options,
  });
}

/** A call that changes something; what it touched is asked for again. */
export function useChange<R extends Resource, N extends keyof EndpointsOf<R> & string>(
  resource: R,
  name: N,
): UseMutationResult<Answer<EndpointsOf<R>[N]>, Error, Input<EndpointsOf<R>[N]>> {
  return useMutation({
    mutationFn: (input: Input<EndpointsOf<R>[N]>) => client.call(resource.endpoints[name] as EndpointsOf<R>[N], input),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [resource.name] }),
  });
}
