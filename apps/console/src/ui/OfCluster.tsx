import { Fragment, type ReactNode } from 'react';
import { useChosenCluster } from '../app/use-chosen-cluster.ts';
import { useTexts } from '../texts/use-texts.ts';
import { EmptyMessage } from './States.tsx';

/** What a page says of the chosen cluster, made anew for another one; the next step where there is none. */
export function OfCluster({ children }: { readonly children: (cluster: string) => ReactNode }) {
  const { t } = useTexts();
  const cluster = useChosenCluster();
  if (cluster === undefined) return <EmptyMessage title={t('clusters.none')} text={t('clusters.noneNext')} />;
  return <Fragment key={cluster}>{children(cluster)}</Fragment>;
}
