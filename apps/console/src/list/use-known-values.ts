import type { Endpoint, KnownValues, ListFields, Resource } from '@breakwater/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from '../data/client.ts';
import { readAsked } from './suggest.ts';

/** While somebody types, the server is asked when they pause. */
const PAUSE_MS = 150;

/** Values that occur on the server in the field that the box is about to be compared, as far as they contain what was typed. */
export function useKnownValues(
  resource: Resource | undefined,
  fields: ListFields,
  text: string,
): Readonly<Record<string, readonly string[]>> {
  const endpoint: Endpoint | undefined = resource?.endpoints['values'];
  const now = readAsked(text, fields);
  const paused = usePaused(now?.text ?? '');
  const asked = now === undefined ? undefined : { field: now.field, text: paused };
  const query = useQuery({
    queryKey: [resource?.name, 'values', asked],
    queryFn: async ({ signal }) => (await client.call(endpoint as Endpoint, { query: asked, signal } as never)) as KnownValues,
    enabled: endpoint !== undefined && asked !== undefined,
    placeholderData: keepPreviousData,
  });
  return asked === undefined || query.data === undefined ? {} : { [asked.field]: query.data.values };
}

/** A text as it stood for a moment; an empty one counts at once. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), text === '' ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
