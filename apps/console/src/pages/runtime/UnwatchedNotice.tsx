import { agents } from '@breakwater/api';
import { Alert } from '@patternfly/react-core';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';

/** Nothing seen on a node that nobody watches is no good news; said where anything is watched at all. */
export function UnwatchedNotice() {
  const { t } = useTexts();
  const { data } = useEndpoint(agents, 'status', {});
  const nodes = data?.clusters.reduce((sum, cluster) => sum + cluster.nodes, 0) ?? 0;
  const watched = data?.clusters.reduce((sum, cluster) => sum + cluster.watched, 0) ?? 0;
  if (nodes === watched) return null;
  return (
    <Alert variant="warning" isInline component="p" title={t('agents.unwatchedNotice', { count: nodes - watched, nodes })}>
      <Link to="/agents">{t('agents.look')}</Link>
    </Alert>
  );
}
