import { type Answer, clusters, overview } from '@breakwater/api';
import { useParams } from '@tanstack/react-router';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { formatBytes } from '../../format/bytes.ts';
import { toListUrl } from '../../list/list-url.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { ClusterNotice } from '../../ui/ClusterNotice.tsx';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { Figure } from '../../ui/Figure.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { SeverityFigures } from '../overview/SeverityFigures.tsx';
import { UnseenPanel } from '../overview/UnseenPanel.tsx';
import { ClusterActions } from './ClusterActions.tsx';

type Cluster = Answer<typeof clusters.endpoints.get>;

function ClusterPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useEndpoint(clusters, 'get', { params: { id } });
  return <QueryStates query={query}>{cluster => <ClusterDetail cluster={cluster} />}</QueryStates>;
}

function ClusterDetail({ cluster }: { readonly cluster: Cluster }) {
  const { t } = useTexts();
  const link = (path: string) => toListUrl(path, { cluster: cluster.id });
  return (
    <>
      <PageHead
        title={cluster.name}
        parent={{ title: t('clusters.title'), to: '/clusters' }}
        marks={<StateMark subject="cluster" state={cluster.state} />}
        actions={<ClusterActions cluster={cluster} />}
      />
      <PageBody>
        <ClusterNotice cluster={cluster.id} />
        <div className="bw-grid">
          <Panel title={t('overview.severities')}>
            <SeverityFigures counts={cluster.violations} cluster={cluster.id} />
          </Panel>
          <Panel title={t('overview.estate')}>
            <div className="bw-figures">
              <Figure value={cluster.workloads} label={t('workloads.title')} to={link('/workloads')} />
              <Figure value={cluster.nodes} label={t('nodes.title')} to={link('/nodes')} />
              <Figure value={cluster.problems} label={t('problems.title')} to={link('/problems')} />
            </div>
          </Panel>
          <Panel title={t('clusters.sensor')}>
            <SensorFacts cluster={cluster} />
          </Panel>
          <Unseen cluster={cluster.id} />
        </div>
      </PageBody>
    </>
  );
}

function SensorFacts({ cluster }: { readonly cluster: Cluster }) {
  const { t, language } = useTexts();
  const { spool } = cluster;
  return (
    <Facts
      items={[
        [t('columns.lastSeen'), <RelativeTime key="seen" time={cluster.lastSeenAt} />],
        [t('clusters.synced'), <RelativeTime key="synced" time={cluster.syncedAt} />],
        [t('clusters.firstSeen'), <RelativeTime key="first" time={cluster.firstSeenAt} />],
        [t('clusters.sensorVersion'), cluster.sensorVersion ?? t('words.unknown')],
        [t('clusters.kubernetes'), [cluster.kubernetesVersion, cluster.distribution].filter(Boolean).join(' · ') || t('words.unknown')],
        [t('clusters.certificate'), <RelativeTime key="certificate" time={cluster.certificateExpiresAt} />],
        [t('clusters.revision'), cluster.policyRevision ?? t('words.unknown')],
        [t('clusters.objects'), cluster.objects.toLocaleString(language)],
        [t('clusters.capabilities'), cluster.capabilities.join(', ') || t('words.none')],
        [
          t('clusters.spool'),
          spool === undefined
            ? t('words.unknown')
            : t('clusters.spoolText', { items: spool.items, size: formatBytes(spool.bytes, language), dropped: spool.dropped }),
        ],
      ]}
    />
  );
}

/** What could not be read, and what could be read and not decided. */
function Unseen({ cluster }: { readonly cluster: string }) {
  const query = useEndpoint(overview, 'get', { query: { cluster } });
  return (
    <QueryStates query={query} rows={2}>
      {({ problems, notEvaluated }) => <UnseenPanel problems={problems} notEvaluated={notEvaluated} cluster={cluster} />}
    </QueryStates>
  );
}

export const page: PageDefinition = { path: '/clusters/$id', title: 'clusters.one', permission: 'view', Component: ClusterPage };
