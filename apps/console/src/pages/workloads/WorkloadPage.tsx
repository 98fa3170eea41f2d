import { type Answer, workloads } from '@breakwater/api';
import { useParams } from '@tanstack/react-router';
import { Link } from '../../app/Link.tsx';
import { UrlTabs } from '../../app/UrlTabs.tsx';
import { usePermission } from '../../data/session.ts';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { toYaml } from '../../format/to-yaml.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { ClusterNotice } from '../../ui/ClusterNotice.tsx';
import { Code } from '../../ui/Code.tsx';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { ExposureMark } from '../../ui/ExposureMark.tsx';
import { LabelList } from '../../ui/LabelList.tsx';
import { ClusterLink, NamespaceLink } from '../../ui/PlaceLinks.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { RiskScore } from '../../ui/Risk.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { ViolationsTable } from '../../ui/ViolationsTable.tsx';
import { ActivityTab } from './ActivityTab.tsx';
import { ContainersPanel } from './ContainersPanel.tsx';
import { AccountPanel, NetworkPanel, PodsPanel, SecretsPanel, VolumesPanel } from './JoinedPanels.tsx';
import { ReplicasTab } from './ReplicasTab.tsx';
import { RiskPanel } from './RiskPanel.tsx';
import { VulnerabilitiesTab } from './VulnerabilitiesTab.tsx';

type Workload = Answer<typeof workloads.endpoints.get>;

function WorkloadPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useEndpoint(workloads, 'get', { params: { id } });
  return <QueryStates query={query}>{workload => <WorkloadDetail workload={workload} />}</QueryStates>;
}

function WorkloadDetail({ workload }: { readonly workload: Workload }) {
  const { t } = useTexts();
  const mayRespond = usePermission('request-response');
  return (
    <>
      <PageHead
        title={workload.name}
        parent={{ title: t('workloads.title'), to: '/workloads' }}
        actions={
          mayRespond && (
            <Link to={`/responses/new?workload=${encodeURIComponent(workload.id)}`} className="pf-v6-c-button pf-m-secondary pf-m-small">
              {t('responses.respond')}
            </Link>
          )
        }
        marks={
          <>
            <span className="bw-quiet">{workload.kind}</span>
            <ExposureMark exposure={workload.exposure} />
            <span className="bw-state">
              {t('columns.risk')} <RiskScore score={workload.risk} />
            </span>
          </>
        }
      />
      <UrlTabs
        label={t('workloads.parts')}
        tabs={[
          { id: 'overview', title: t('overview.title'), content: () => <WorkloadOverview workload={workload} /> },
          { id: 'activity', title: t('runtime.activity'), content: () => <ActivityTab workload={workload} /> },
          { id: 'replicas', title: t('replicas.title'), content: () => <ReplicasTab workload={workload} /> },
          { id: 'vulnerabilities', title: t('vulnerabilities.title'), content: () => <VulnerabilitiesTab workload={workload} /> },
        ]}
      />
    </>
  );
}

function WorkloadOverview({ workload }: { readonly workload: Workload }) {
  const { t } = useTexts();
  const { summary } = workload;
  return (
    <PageBody>
      <ClusterNotice cluster={workload.cluster} />
      <div className="bw-grid">
        <Panel title={t('workloads.identity')}>
          <Identity workload={workload} />
        </Panel>
        <RiskPanel risk={summary.risk} />
        <Panel title={t('violations.titleCount', { count: workload.openViolations.length })} isWide>
          <ViolationsTable rows={[...workload.openViolations, ...workload.acceptedViolations]} empty={t('workloads.noViolations')} />
        </Panel>
        <ContainersPanel summary={summary} />
        <NetworkPanel summary={summary} />
        <AccountPanel summary={summary} />
        <SecretsPanel summary={summary} />
        <VolumesPanel summary={summary} />
        <PodsPanel summary={summary} cluster={workload.cluster} />
        {workload.object !== undefined && (
          <Panel title={t('workloads.yaml')} isWide>
            <Code id="workload-yaml" label={t('workloads.yaml')} text={toYaml(workload.object)} />
          </Panel>
        )}
      </div>
    </PageBody>
  );
}

function Identity({ workload }: { readonly workload: Workload }) {
  const { t } = useTexts();
  const { summary } = workload;
  return (
    <Facts
      items={[
        [t('columns.namespace'), <NamespaceLink key="namespace" cluster={workload.cluster} name={workload.namespace} />],
        [t('columns.cluster'), <ClusterLink key="cluster" cluster={workload.cluster} name={workload.clusterName} />],
        [t('columns.owner'), workload.owner === '' ? t('workloads.noOwner') : workload.owner],
        [t('columns.pods'), summary.replicas === undefined ? summary.podCount : `${summary.podCount} / ${summary.replicas}`],
        [t('columns.created'), <RelativeTime key="created" time={summary.createdAt} absent="words.unknown" />],
        [t('columns.updated'), <RelativeTime key="updated" time={workload.updatedAt} />],
        [t('columns.labels'), <LabelList key="labels" labels={summary.labels} />],
      ]}
    />
  );
}

export const page: PageDefinition = { path: '/workloads/$id', title: 'workloads.one', permission: 'view', Component: WorkloadPage };
