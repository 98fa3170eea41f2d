import { type Answer, agents } from '@breakwater/api';
import { useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { ClusterLink, NodeLink } from '../../ui/PlaceLinks.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { Mark } from '../../ui/StateMark.tsx';
import { EmptyMessage, QueryStates } from '../../ui/States.tsx';
import { GapsPanel } from './GapsPanel.tsx';
import { StartAgent } from './StartAgent.tsx';

type Status = Answer<typeof agents.endpoints.status>;
type Agent = Status['results'][number];
type Coverage = Status['clusters'][number];

function AgentsPage() {
  const { t } = useTexts();
  const query = useEndpoint(agents, 'status', {});
  return (
    <>
      <PageHead title={t('agents.title')} text={t('agents.text')} />
      <PageBody>
        <QueryStates query={query}>{status => <AgentsBody status={status} />}</QueryStates>
      </PageBody>
    </>
  );
}

function AgentsBody({ status: { results, clusters } }: { readonly status: Status }) {
  const { t } = useTexts();
  if (clusters.length === 0) return <EmptyMessage title={t('clusters.none')} text={t('clusters.noneNext')} />;
  return (
    <div className="bw-stack">
      <Panel title={t('agents.coverage')}>
        <CoverageTable clusters={clusters} />
      </Panel>
      <GapsPanel />
      {clusters.some(({ nodes, watched }) => watched < nodes) && (
        <Panel title={t('agents.start')}>
          <div className="bw-stack">
            <p>{t('agents.startText')}</p>
            <StartAgent />
          </div>
        </Panel>
      )}
      {results.length > 0 && (
        <Panel title={t('agents.agents')}>
          <AgentTable agents={results} />
        </Panel>
      )}
    </div>
  );
}

function CoverageTable({ clusters }: { readonly clusters: readonly Coverage[] }) {
  const { t } = useTexts();
  return (
    <SmallTable
      label={t('agents.coverage')}
      columns={[t('columns.cluster'), t('agents.watched'), t('agents.unwatched')]}
      rows={clusters.map(one => ({
        key: one.cluster,
        cells: [
          <ClusterLink key="cluster" cluster={one.cluster} name={one.clusterName} />,
          <Mark key="watched" tone={toTone(one)}>
            {t('agents.watchedOf', { watched: one.watched, nodes: one.nodes })}
          </Mark>,
          <Unwatched key="unwatched" coverage={one} />,
        ],
      }))}
    />
  );
}

function toTone({ nodes, watched }: Coverage): 'good' | 'warn' | 'unknown' {
  if (nodes === 0) return 'unknown';
  return watched === nodes ? 'good' : 'warn';
}

function Unwatched({ coverage: { cluster, nodes, watched, unwatched } }: { readonly coverage: Coverage }) {
  const { t } = useTexts();
  if (nodes === 0) return <span className="bw-quiet">{t('agents.noNodes')}</span>;
  const unnamed = nodes - watched - unwatched.length;
  return (
    <>
      {unwatched.map((name, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <NodeLink cluster={cluster} name={name} />
        </span>
      ))}
      {unwatched.length === 0 && <span className="bw-quiet">{t('words.none')}</span>}
      {unnamed > 0 && ` ${t('agents.unnamed', { count: unnamed })}`}
    </>
  );
}

function AgentTable({ agents: rows }: { readonly agents: readonly Agent[] }) {
  const { t } = useTexts();
  return (
    <LongTable
      label={t('agents.agents')}
      columns={[
        t('columns.node'),
        t('columns.cluster'),
        t('columns.state'),
        t('columns.version'),
        t('columns.started'),
        t('agents.heard'),
        t('agents.cannot'),
        t('columns.problems'),
      ]}
      rows={rows.map(one => ({
        key: `${one.cluster} ${one.node}`,
        cells: [
          <NodeLink key="node" cluster={one.cluster} name={one.node} />,
          one.clusterName,
          <Mark key="state" tone={one.silent ? 'bad' : 'good'}>
            {t(one.silent ? 'agents.silent' : 'agents.watching')}
          </Mark>,
          one.version,
          <RelativeTime key="since" time={one.since} />,
          <RelativeTime key="heard" time={one.heardAt} />,
          <Missing key="missing" agent={one} />,
          <Lines key="problems" lines={one.problems.map(({ code, message }) => [code, message] as const)} />,
        ],
      }))}
    />
  );
}

function Missing({ agent: { capabilities, silent } }: { readonly agent: Agent }) {
  const { t } = useTexts();
  if (silent) return <>{t('agents.seesNothing')}</>;
  const missing = capabilities.flatMap(({ name, missing: why }) =>
    why === undefined ? [] : [[optionalText(t, 'agentCapability', name), why] as const],
  );
  return <Lines lines={missing} />;
}

function Lines({ lines }: { readonly lines: readonly (readonly [name: string, text: string])[] }) {
  const { t } = useTexts();
  if (lines.length === 0) return <span className="bw-quiet">{t('words.none')}</span>;
  return (
    <ul className="bw-processes">
      {lines.map(([name, text]) => (
        <li key={`${name} ${text}`}>
          <strong>{name}</strong>: <span lang="en">{text}</span>
        </li>
      ))}
    </ul>
  );
}

export const page: PageDefinition = {
  path: '/agents',
  title: 'agents.title',
  nav: { group: 'estate', order: 10 },
  permission: 'view',
  Component: AgentsPage,
};
