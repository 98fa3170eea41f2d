import { type Answer, baselines } from '@breakwater/api';
import { Alert } from '@patternfly/react-core';
import { useParams } from '@tanstack/react-router';
import { Link } from '../../app/Link.tsx';
import { usePermission } from '../../data/session.ts';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { formatAbsolute } from '../../format/relative-time.ts';
import { toListUrl } from '../../list/list-url.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { ClusterLink, NamespaceLink } from '../../ui/PlaceLinks.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { BaselineMarks } from './BaselineMarks.tsx';
import { ChangeButtons } from './ChangeButtons.tsx';
import { ChangesTable } from './ChangesTable.tsx';
import { DeviationsPanel } from './DeviationsPanel.tsx';
import { DiffPanel } from './DiffPanel.tsx';
import { EntriesPanel } from './EntriesPanel.tsx';
import { ExportPanel } from './ExportPanel.tsx';

type Baseline = Answer<typeof baselines.endpoints.get>;

function BaselinePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useEndpoint(baselines, 'get', { params: { id } });
  return <QueryStates query={query}>{baseline => <BaselineDetail key={baseline.id} baseline={baseline} />}</QueryStates>;
}

function BaselineDetail({ baseline }: { readonly baseline: Baseline }) {
  const { t } = useTexts();
  const mayChange = usePermission('respond');
  const { workload, container, pending, changes } = baseline;
  return (
    <>
      <PageHead
        title={[workload, container].filter(part => part !== '').join(' / ')}
        parent={{ title: t('baselines.title'), to: '/baselines' }}
        marks={<BaselineMarks baseline={baseline} />}
        actions={mayChange && <ChangeButtons baseline={baseline} />}
      />
      <PageBody>
        {pending > 0 && <Alert variant="info" isInline component="p" title={t('baselines.pendingNotice', { count: pending })} />}
        <div className="bw-grid">
          <Panel title={t('baselines.about')}>
            <About baseline={baseline} />
          </Panel>
          <ExportPanel baseline={baseline} />
          <DeviationsPanel baseline={baseline} mayChange={mayChange} />
          <EntriesPanel baseline={baseline} mayChange={mayChange} />
          <DiffPanel baseline={baseline} />
          {changes.length > 0 && (
            <Panel title={t('baselines.changes')} isWide>
              <ChangesTable changes={changes} />
            </Panel>
          )}
        </div>
      </PageBody>
    </>
  );
}

function About({ baseline }: { readonly baseline: Baseline }) {
  const { t } = useTexts();
  const { cluster, clusterName, namespace, workload, version, follows, events, pods, since, lastNew, suppressed, syscalls } = baseline;
  return (
    <Facts
      items={[
        [t('columns.cluster'), <ClusterLink key="cluster" cluster={cluster} name={clusterName} />],
        ...(namespace === ''
          ? []
          : [
              [t('columns.namespace'), <NamespaceLink key="namespace" cluster={cluster} name={namespace} />] as const,
              [t('columns.workload'), <WorkloadLink key="workload" baseline={baseline} />] as const,
            ]),
        ...(namespace === '' ? [[t('columns.workload'), workload] as const] : []),
        [t('columns.version'), version || t('words.unknown')],
        ...(follows === undefined ? [] : [[t('baselines.follows'), follows || t('words.unknown')] as const]),
        [t('columns.state'), <StateText key="state" baseline={baseline} />],
        [t('baselines.coverage'), t(`baselineCoverage.${baseline.coverage}`)],
        [t('baselines.since'), <RelativeTime key="since" time={since} />],
        [t('baselines.lastNew'), <RelativeTime key="lastNew" time={lastNew} />],
        [t('baselines.learnedFrom'), t('baselines.eventsOfPods', { count: events, pods })],
        [t('baselines.syscalls'), syscalls === undefined ? t('baselines.noSyscalls') : syscalls],
        ...(suppressed === 0 ? [] : [[t('baselines.suppressed'), t('baselines.suppressedText', { count: suppressed })] as const]),
      ]}
    />
  );
}

function WorkloadLink({ baseline: { cluster, namespace, workload } }: { readonly baseline: Baseline }) {
  const [kind = '', name = ''] = workload.split('/');
  return <Link to={toListUrl('/workloads', { cluster, namespace, kind, name })}>{workload}</Link>;
}

/** Who locked it, or why it still learns and until when. */
function StateText({ baseline: { state, lockedBy, lockedAt, learning } }: { readonly baseline: Baseline }) {
  const { t, language } = useTexts();
  if (state === 'locked') {
    const who = lockedBy === 'steadiness' ? t('baselines.lockedBySteadiness') : t('baselines.lockedBy', { name: lockedBy });
    return (
      <>
        {who} <RelativeTime time={lockedAt} />
      </>
    );
  }
  if (learning === undefined) return <>{t('baselines.steady')}</>;
  const { reason, until } = learning;
  return (
    <>
      {t(`learningReason.${reason}`)} {until !== undefined && t('baselines.until', { time: formatAbsolute(until, language) })}
    </>
  );
}

export const page: PageDefinition = { path: '/baselines/$id', title: 'baselines.one', permission: 'view', Component: BaselinePage };
