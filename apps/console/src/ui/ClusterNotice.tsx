import { Alert } from '@patternfly/react-core';
import { useCluster } from '../data/use-clusters.ts';
import { useTexts } from '../texts/use-texts.ts';
import { RelativeTime } from './RelativeTime.tsx';

/** What is shown of a cluster whose sensor is away is as old as its last word: said on top of the page. */
export function ClusterNotice({ cluster: id }: { readonly cluster: string }) {
  const { t } = useTexts();
  const cluster = useCluster(id);
  if (cluster === undefined || cluster.state === 'connected') return null;
  const title = t(cluster.state === 'syncing' ? 'clusters.syncingNotice' : 'clusters.awayNotice', { name: cluster.name });
  return (
    <Alert variant={cluster.state === 'syncing' ? 'info' : 'warning'} isInline component="p" title={title}>
      {t('columns.lastSeen')}: <RelativeTime time={cluster.lastSeenAt} />
    </Alert>
  );
}
