import { type Answer, complianceRuns } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { renderSearch } from '../../app/search.ts';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody } from '../../ui/Detail.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { EmptyMessage, QueryStates } from '../../ui/States.tsx';
import { StateCounts } from './StateCounts.tsx';

type Node = Answer<typeof complianceRuns.endpoints.nodes>['nodes'][number];

/** Nodes and the control plane, as a run found them. */
export function NodesTab({ run }: { readonly run: string }) {
  const query = useEndpoint(complianceRuns, 'nodes', { params: { id: run } });
  return (
    <PageBody>
      <QueryStates query={query}>{({ nodes }) => <NodeTable run={run} nodes={nodes} />}</QueryStates>
    </PageBody>
  );
}

function NodeTable({ run, nodes }: { readonly run: string; readonly nodes: readonly Node[] }) {
  const { t } = useTexts();
  if (nodes.length === 0) return <EmptyMessage title={t('compliance.noNodes')} text={t('compliance.noNodesNext')} />;
  return (
    <LongTable
      label={t('compliance.nodes')}
      columns={[
        t('compliance.node'),
        t('compliance.verdictsByState'),
        t('compliance.version'),
        t('compliance.runtime'),
        t('compliance.factsFrom'),
      ]}
      rows={nodes.map(({ node, states, info, collectedAt }) => ({
        key: node,
        cells: [
          <Link key="node" to={`/compliance/${run}/node${renderSearch({ node })}`}>
            {node}
          </Link>,
          <StateCounts key="states" states={states} />,
          info['kubeletVersion'] ?? t('words.none'),
          info['containerRuntimeVersion'] ?? t('words.none'),
          <RelativeTime key="facts" time={collectedAt} absent="compliance.noFacts" />,
        ],
      }))}
    />
  );
}
