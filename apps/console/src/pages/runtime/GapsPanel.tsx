import { type Answer, agents } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { ClusterLink, NodeLink } from '../../ui/PlaceLinks.tsx';
import { QueryStates } from '../../ui/States.tsx';

type Gap = Answer<typeof agents.endpoints.gaps>['gaps'][number];

/** Which policies over events cannot judge, where, and why: what nobody sees is not kept. */
export function GapsPanel() {
  const { t } = useTexts();
  const query = useEndpoint(agents, 'gaps', {});
  return (
    <Panel title={t('gaps.title')} isWide>
      <p className="bw-quiet">{t('gaps.text')}</p>
      <QueryStates query={query}>{({ gaps }) => (gaps.length === 0 ? <p>{t('gaps.none')}</p> : <GapTable gaps={gaps} />)}</QueryStates>
    </Panel>
  );
}

function GapTable({ gaps }: { readonly gaps: readonly Gap[] }) {
  const { t } = useTexts();
  return (
    <LongTable
      label={t('gaps.title')}
      columns={[t('columns.cluster'), t('columns.place'), t('columns.reason'), t('gaps.policies')]}
      rows={gaps.map(gap => ({
        key: [gap.cluster, gap.reason, gap.capability, gap.detail, gap.policies[0]?.id].join(' '),
        cells: [
          <ClusterLink key="cluster" cluster={gap.cluster} name={gap.clusterName} />,
          <Where key="where" gap={gap} />,
          <Why key="why" gap={gap} />,
          <Policies key="policies" gap={gap} />,
        ],
      }))}
    />
  );
}

function Where({ gap: { cluster, nodes, nodeCount } }: { readonly gap: Gap }) {
  const { t } = useTexts();
  if (nodeCount === 0) return <>{t('gaps.everywhere')}</>;
  if (nodeCount === 1) return <NodeLink cluster={cluster} name={nodes[0] ?? ''} />;
  return (
    <details>
      <summary>{t('gaps.nodes', { count: nodeCount })}</summary>
      {nodes.map(name => (
        <div key={name}>
          <NodeLink cluster={cluster} name={name} />
        </div>
      ))}
      {nodeCount > nodes.length && t('agents.unnamed', { count: nodeCount - nodes.length })}
    </details>
  );
}

function Why({ gap: { reason, capability, detail } }: { readonly gap: Gap }) {
  const { t } = useTexts();
  return (
    <>
      {t(`gapReason.${reason}`)}
      {capability !== undefined && `: ${optionalText(t, 'agentCapability', capability)}`}
      {detail !== '' && (
        <div className="bw-quiet" lang="en">
          {detail}
        </div>
      )}
    </>
  );
}

function Policies({ gap: { policies, policyCount } }: { readonly gap: Gap }) {
  const { t } = useTexts();
  return (
    <details>
      <summary>{t('gaps.policyCount', { count: policyCount })}</summary>
      {policies.map(({ id, title }) => (
        <div key={id}>
          <Link to={`/policies/${encodeURIComponent(id)}`}>{title}</Link>
        </div>
      ))}
      {policyCount > policies.length && t('agents.unnamed', { count: policyCount - policies.length })}
    </details>
  );
}
