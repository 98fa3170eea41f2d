import type { Answer, Input, Resource } from '@breakwater/api';
import { keepPreviousData, type UseMutationResult, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query';
import { useTexts } from '../texts/use-texts.ts';
import { client } from './client.ts';
import { queryClient } from './query-client.ts';

type EndpointsOf<R extends Resource> = R['endpoints'];

interface Options {
  readonly enabled?: boolean;
  /** The answer depends on what is sent alone, as of a text that is checked while it is typed: no change makes it stale, and the one before stays until it is there. */
  readonly isOfInput?: boolean;
}

/** What one endpoint answers, kept current. The key begins with the resource, by which changes.ts finds it. */
export function useEndpoint<R extends Resource, N extends keyof EndpointsOf<R> & string>(
  resource: R,
  name: N,
  input: Input<EndpointsOf<R>[N]>,
  { isOfInput = false, ...options }: Options = {},
): UseQueryResult<Answer<EndpointsOf<R>[N]>, Error> {
  const { language } = useTexts();
  return useQuery({
    queryKey: [isOfInput ? `input of ${resource.name}` : resource.name, name, input, language],
    queryFn: ({ signal }) => client.call(resource.endpoints[name] as EndpointsOf<R>[N], { ...input, signal }),
    ...(isOfInput ? { placeholderData: keepPreviousData, staleTime: Number.POSITIVE_INFINITY } : {}),
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

/** A call that is made when somebody wants it and whose effects are not on the screen: a long question, or a change that leads elsewhere. */
export function useAsk<R extends Resource, N extends keyof EndpointsOf<R> & string>(
  resource: R,
  name: N,
): UseMutationResult<Answer<EndpointsOf<R>[N]>, Error, Input<EndpointsOf<R>[N]>> {
  return useMutation({
    mutationFn: (input: Input<EndpointsOf<R>[N]>) => client.call(resource.endpoints[name] as EndpointsOf<R>[N], input),
  });
}
