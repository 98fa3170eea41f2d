import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { parseSearch } from './search.ts';

/** Goes to a URL inside the console, written as a link is. */
export function useGo(): (to: string) => void {
  const navigate = useNavigate();
  return useCallback(
    to => {
      const cut = to.indexOf('?');
      const [path, search] = cut < 0 ? [to, ''] : [to.slice(0, cut), to.slice(cut + 1)];
      void navigate({ to: path, search: parseSearch(search) as never });
    },
    [navigate],
  );
}
