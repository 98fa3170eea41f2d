import { type Answer, overview } from '@breakwater/api';
import { useSearch } from '@tanstack/react-router';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { toListUrl } from '../../list/list-url.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { ExpiringNotice } from '../../ui/ExpiringNotice.tsx';
import { Figure } from '../../ui/Figure.tsx';
import { EmptyMessage, QueryStates } from '../../ui/States.tsx';
import { ActivityChart } from './ActivityChart.tsx';
import { CategoryTable } from './CategoryTable.tsx';
import { ClusterChoice } from './ClusterChoice.tsx';
import { LifecyclePanel } from './LifecyclePanel.tsx';
import { RiskTable } from './RiskTable.tsx';
import { SeverityFigures } from './SeverityFigures.tsx';
import { UnseenPanel } from './UnseenPanel.tsx';
import { VulnerabilitiesPanel } from './VulnerabilitiesPanel.tsx';

type Overview = Answer<typeof overview.endpoints.get>;

function OverviewPage() {
  const { t } = useTexts();
  const { cluster } = useSearch({ strict: false }) as { cluster?: string };
  const query = useEndpoint(overview, 'get', { query: cluster === undefined ? {} : { cluster } });
  return (
    <>
      <PageHead title={t('overview.title')} actions={<ClusterChoice cluster={cluster} />} />
      <PageBody>
        <ExpiringNotice />
        <QueryStates query={query}>{data => <OverviewBody data={data} cluster={cluster} />}</QueryStates>
      </PageBody>
    </>
  );
}

function OverviewBody({ data, cluster }: { readonly data: Overview; readonly cluster: string | undefined }) {
  const { t } = useTexts();
  if (data.clusters === 0) return <EmptyMessage title={t('clusters.none')} text={t('clusters.noneNext')} />;
  const link = (path: string) => toListUrl(path, { cluster });
  return (
    <div className="bw-grid">
      <Panel title={t('overview.severities')}>
        <SeverityFigures counts={data.severities} cluster={cluster} />
      </Panel>
      <Panel title={t('overview.estate')}>
        <div className="bw-figures">
          <Figure value={data.clusters} label={t('clusters.title')} to="/clusters" />
          <Figure value={data.nodes} label={t('nodes.title')} to={link('/nodes')} />
          <Figure value={data.namespaces} label={t('namespaces.title')} to={link('/namespaces')} />
          <Figure value={data.workloads} label={t('workloads.title')} to={link('/workloads')} />
          <Figure value={data.images} label={t('images.title')} to={link('/images')} />
        </div>
      </Panel>
      <VulnerabilitiesPanel cluster={cluster} />
      <LifecyclePanel cluster={cluster} />
      <Panel title={t('overview.mostAtRisk')} isWide>
        <RiskTable rows={data.mostAtRisk} />
      </Panel>
      <Panel title={t('overview.categories')}>
        <CategoryTable categories={data.categories} cluster={cluster} />
      </Panel>
      <div className="bw-stack">
        <UnseenPanel problems={data.problems} notEvaluated={data.notEvaluated} cluster={cluster} />
        <Panel title={t('overview.activity')}>
          <ActivityChart days={data.opened} />
        </Panel>
      </div>
    </div>
  );
}

export const page: PageDefinition = {
  path: '/',
  title: 'overview.title',
  nav: { group: 'overview', order: 1 },
  permission: 'view',
  Component: OverviewPage,
};
