import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isTemporary, isUnauthenticated } from './failure.ts';

const RETRIES = 2;

/** Tells the router that the server no longer knows who asks. */
export const sessionEnd = new EventTarget();

function watchSession(failure: unknown): void {
  if (isUnauthenticated(failure)) sessionEnd.dispatchEvent(new Event('end'));
}

/** What the server said, once for all pages; the stream of changes says what is stale (changes.ts). */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watchSession }),
  mutationCache: new MutationCache({ onError: watchSession }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (count, failure) => count < RETRIES && isTemporary(failure),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
