import { type Answer, namespaces } from '@breakwater/api';
import { useParams } from '@tanstack/react-router';
import { useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { ClusterNotice } from '../../ui/ClusterNotice.tsx';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { LabelList } from '../../ui/LabelList.tsx';
import { ClusterLink } from '../../ui/PlaceLinks.tsx';
import { RiskScore } from '../../ui/Risk.tsx';
import { SeverityCountList } from '../../ui/Severity.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { ExceptionsHere, ViolationsHere, WorkloadsHere } from './NamespaceLists.tsx';
import { AccountsPanel, BindingsPanel, IsolationPanel, LimitsPanel } from './NamespacePanels.tsx';
import { ProposalsPanel } from './ProposalsPanel.tsx';

type Namespace = Answer<typeof namespaces.endpoints.get>;

function NamespacePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useEndpoint(namespaces, 'get', { params: { id } });
  return <QueryStates query={query}>{namespace => <NamespaceDetail namespace={namespace} />}</QueryStates>;
}

function NamespaceDetail({ namespace }: { readonly namespace: Namespace }) {
  const { t } = useTexts();
  return (
    <>
      <PageHead
        title={namespace.name}
        parent={{ title: t('namespaces.title'), to: '/namespaces' }}
        marks={
          <>
            <SeverityCountList counts={namespace.violations} />
            <span className="bw-state">
              {t('columns.risk')} <RiskScore score={namespace.risk} />
            </span>
          </>
        }
      />
      <PageBody>
        <ClusterNotice cluster={namespace.cluster} />
        <div className="bw-grid">
          <Panel title={t('namespaces.about')}>
            <About namespace={namespace} />
          </Panel>
          <IsolationPanel namespace={namespace} />
          <WorkloadsHere namespace={namespace} />
          <ViolationsHere namespace={namespace} />
          <LimitsPanel namespace={namespace} />
          <ExceptionsHere namespace={namespace} />
          <AccountsPanel namespace={namespace} />
          <BindingsPanel namespace={namespace} />
          <ProposalsPanel id={namespace.id} name={namespace.name} />
        </div>
      </PageBody>
    </>
  );
}

function About({ namespace }: { readonly namespace: Namespace }) {
  const { t } = useTexts();
  const { enforce, audit, warn } = namespace.podSecurity;
  const level = (name: string) => name || t('words.notSet');
  return (
    <Facts
      items={[
        [t('columns.cluster'), <ClusterLink key="cluster" cluster={namespace.cluster} name={namespace.clusterName} />],
        [t('columns.owner'), namespace.owner || t('workloads.noOwner')],
        [t('namespaces.enforced'), level(enforce)],
        [t('namespaces.audited'), level(audit)],
        [t('namespaces.warned'), level(warn)],
        [t('columns.labels'), <LabelList key="labels" labels={namespace.labels} />],
      ]}
    />
  );
}

export const page: PageDefinition = { path: '/namespaces/$id', title: 'namespaces.one', permission: 'view', Component: NamespacePage };
