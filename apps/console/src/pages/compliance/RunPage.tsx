import { type Answer, complianceRuns } from '@breakwater/api';
import { useParams } from '@tanstack/react-router';
import { UrlTabs } from '../../app/UrlTabs.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { ControlsTab } from './ControlsTab.tsx';
import { DriftTab } from './DriftTab.tsx';
import { NodesTab } from './NodesTab.tsx';
import { ReportsTab } from './ReportsTab.tsx';
import { ShareBar } from './ShareBar.tsx';
import { toScopeDraft } from './scope-draft.ts';

type Detail = Answer<typeof complianceRuns.endpoints.get>;

function RunPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useEndpoint(complianceRuns, 'get', { params: { id } });
  return <QueryStates query={query}>{detail => <RunDetail detail={detail} />}</QueryStates>;
}

function RunDetail({ detail: { run, controls } }: { readonly detail: Detail }) {
  const { t } = useTexts();
  const { id, sequence, clusterName: cluster, state, error } = run;
  const tabs = [
    { id: 'controls', title: t('compliance.controls'), content: () => <ControlsTab run={id} cluster={run.cluster} controls={controls} /> },
    { id: 'nodes', title: t('compliance.nodes'), content: () => <NodesTab run={id} /> },
    { id: 'drift', title: t('compliance.drift'), content: () => <DriftTab run={id} isFirst={sequence === 0} /> },
    { id: 'reports', title: t('compliance.reports'), content: () => <ReportsTab run={id} cluster={run.cluster} /> },
  ];
  return (
    <>
      <PageHead
        title={sequence === undefined ? t('compliance.runWithout', { cluster }) : t('compliance.runOf', { cluster, sequence })}
        parent={{ title: t('compliance.title'), to: '/compliance' }}
        marks={<StateMark subject="run" state={state} />}
      />
      <PageBody>
        <Panel title={t('compliance.run')}>
          <RunFacts run={run} />
        </Panel>
        {state === 'failed' && <p role="alert">{t('compliance.runFailed', { error })}</p>}
        {(state === 'waiting' || state === 'running') && <p role="status">{t('compliance.notDone')}</p>}
      </PageBody>
      {state === 'done' && <UrlTabs label={t('compliance.run')} tabs={tabs} shared={['framework', 'state']} />}
    </>
  );
}

function RunFacts({ run }: { readonly run: Detail['run'] }) {
  const { t } = useTexts();
  const { scope, scores, hash, finishedAt, requestedAt, requester } = run;
  const narrowed = Object.values(toScopeDraft(scope))
    .filter(text => text !== '')
    .join(', ');
  return (
    <Facts
      items={[
        [t('compliance.requester'), requester],
        [t('compliance.requestedAt'), <RelativeTime key="asked" time={requestedAt} />],
        [t('compliance.finishedAt'), <RelativeTime key="done" time={finishedAt} absent="words.none" />],
        [t('compliance.scope'), narrowed === '' ? t('compliance.wholeCluster') : narrowed],
        [
          t('compliance.hash'),
          <span key="hash" className="bw-mono">
            {hash ?? t('words.none')}
          </span>,
        ],
        ...scores.map(score => [score.framework, <ShareBar key={score.framework} score={score} />] as const),
      ]}
    />
  );
}

export const page: PageDefinition = { path: '/compliance/$id', title: 'compliance.run', permission: 'view', Component: RunPage };
