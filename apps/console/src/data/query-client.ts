import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { databaseKey } from './database.ts';
import { isTemporary, isUnauthenticated } from './failure.ts';

const RETRIES = 2;

/** Tells the router that the server no longer knows who asks. */
export const sessionEnd = new EventTarget();

function watchFailure(failure: unknown): void {
  if (isUnauthenticated(failure)) sessionEnd.dispatchEvent(new Event('end'));
  if (isTemporary(failure)) void queryClient.invalidateQueries({ queryKey: databaseKey });
}

/** What the server said, once for all pages; the stream of changes says what is stale (changes.ts). */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watchFailure }),
  mutationCache: new MutationCache({ onError: watchFailure }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (count, failure) => count < RETRIES && isTemporary(failure),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
