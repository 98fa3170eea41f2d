import { useSearch } from '@tanstack/react-router';
import { useClusters } from '../data/use-clusters.ts';

/** The cluster that a page is about: the one that the URL names, else the first; undefined while there is none. */
export function useChosenCluster(): string | undefined {
  const { cluster } = useSearch({ strict: false }) as { readonly cluster?: string };
  const [first] = useClusters();
  return cluster ?? first?.id;
}
