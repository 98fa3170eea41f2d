import { health } from '@breakwater/api';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/** While the database is away the server is asked this often whether it is back, in milliseconds. */
const ASK = 2000;

/** What is known of the database; the server says over the stream of changes when it is to be asked. */
export const databaseKey = [health.name, 'ready'] as const;

/**
 * Whether the server reaches its database. A server that cannot be reached itself is another trouble.
 *
 * @param onBack is called when it does so again
 */
export function useDatabase(onBack: () => void): boolean {
  const { data: isThere = true } = useQuery({
    queryKey: databaseKey,
    queryFn: askServer,
    staleTime: 0,
    refetchInterval: query => (query.state.data === false ? ASK : false),
  });
  const wasThere = useRef(true);
  useEffect(() => {
    if (isThere && !wasThere.current) onBack();
    wasThere.current = isThere;
  }, [isThere, onBack]);
  return isThere;
}

async function askServer(): Promise<boolean> {
  try {
    const answer = await fetch(health.endpoints.ready.path);
    const { status } = (await answer.json()) as { readonly status?: unknown };
    return status !== 'not-ready';
  } catch {
    return true;
  }
}
