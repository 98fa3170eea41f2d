import { problems } from '@breakwater/api';
import { useEndpoint } from './use-endpoint.ts';

/** How much could not be looked at or done, in everything that the person may see; 0 until it is known. */
export function useProblemCount(): number {
  return useEndpoint(problems, 'list', { query: { limit: 1 } }).data?.total ?? 0;
}
