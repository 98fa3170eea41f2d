import { network } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { ClusterSelect } from '../../ui/ClusterSelect.tsx';
import { PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { OfCluster } from '../../ui/OfCluster.tsx';
import { EmptyMessage, QueryStates } from '../../ui/States.tsx';
import { ExplainForm } from './ExplainForm.tsx';
import { FlowPanel } from './FlowPanel.tsx';
import { createScene, findChanges, findFlowEdges, type Graph, type MarkedEdge } from './graph/scene.ts';
import { NetworkPicture } from './NetworkPicture.tsx';
import { PolicyTrial } from './PolicyTrial.tsx';

function NetworkPage() {
  const { t } = useTexts();
  const { namespaces = '' } = useSearch({ strict: false }) as { readonly namespaces?: string };
  return (
    <>
      <PageHead title={t('network.title')} text={t('network.text')} actions={<ClusterSelect path="/network" />} />
      <PageBody>
        <OfCluster>{cluster => <ClusterNetwork cluster={cluster} namespaces={namespaces} />}</OfCluster>
      </PageBody>
    </>
  );
}

function ClusterNetwork({ cluster, namespaces }: { readonly cluster: string; readonly namespaces: string }) {
  // Computing it takes a moment for a large cluster, so it is asked for anew by whoever looks, not by every change.
  const query = useEndpoint(network, 'graph', { query: { cluster, ...(namespaces === '' ? {} : { namespaces }) } }, { isOfInput: true });
  return (
    <QueryStates query={query}>
      {graph => (
        <NetworkBody
          graph={graph}
          cluster={cluster}
          namespaces={namespaces}
          isBusy={query.isFetching}
          onRefresh={() => void query.refetch()}
        />
      )}
    </QueryStates>
  );
}

interface BodyProps {
  readonly graph: Graph;
  readonly cluster: string;
  readonly namespaces: string;
  readonly isBusy: boolean;
  readonly onRefresh: () => void;
}

function NetworkBody({ graph, cluster, namespaces, isBusy, onRefresh }: BodyProps) {
  const { t } = useTexts();
  const scene = useMemo(() => createScene(graph), [graph]);
  // What was asked last stands out in the picture.
  const [marked, setMarked] = useState<readonly MarkedEdge[]>();
  if (graph.nodes.length === 0) return <EmptyMessage title={t('network.none')} text={t('network.noneNext')} />;
  const refresh = (
    <Button variant="secondary" size="sm" isLoading={isBusy} onClick={onRefresh}>
      {t('network.refresh')}
    </Button>
  );
  return (
    <div className="bw-stack">
      <Panel title={t('network.picture')} aside={refresh} isWide>
        <NetworkPicture scene={scene} cluster={cluster} namespaces={namespaces} marked={marked} />
      </Panel>
      <Panel title={t('network.explain')} isWide>
        <ExplainForm cluster={cluster} names={graph.nodes.map(({ name }) => name)} />
      </Panel>
      <Panel title={t('network.flows')} isWide>
        <FlowPanel cluster={cluster} onFlows={flows => setMarked(flows === undefined ? undefined : findFlowEdges(graph, flows))} />
      </Panel>
      <Panel title={t('network.trial')} isWide>
        <PolicyTrial
          cluster={cluster}
          namespaces={graph.namespaces.map(({ name }) => name)}
          onPreview={({ changes }) => setMarked(findChanges(graph, changes))}
        />
      </Panel>
    </div>
  );
}

export const page: PageDefinition = {
  path: '/network',
  title: 'network.title',
  nav: { group: 'estate', order: 6 },
  permission: 'view',
  Component: NetworkPage,
};
