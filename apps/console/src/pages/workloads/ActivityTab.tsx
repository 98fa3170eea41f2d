import { type Answer, activity, events, type workloads } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { toVisible } from '../../format/command-line.ts';
import type { Column } from '../../list/column.ts';
import { ListBox } from '../../list/ListBox.tsx';
import { toFilter, toListUrl } from '../../list/list-url.ts';
import type { RowOf } from '../../list/use-list.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { ClusterNotice } from '../../ui/ClusterNotice.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ViolationsTable } from '../../ui/ViolationsTable.tsx';
import { listEventFacts } from '../runtime/event-facts.ts';
import { ProcessTrees } from '../runtime/ProcessTrees.tsx';
import { StartAgent } from '../runtime/StartAgent.tsx';
import { Timeline } from './Timeline.tsx';

type Workload = Answer<typeof workloads.endpoints.get>;
type Row = RowOf<typeof activity.endpoints.list>;

const LATEST = 40;
/** Types that are about nothing but their process. */
const WITHOUT_SUBJECT: ReadonlySet<string> = new Set(['process-exit', 'syscalls']);

const columns: readonly Column<Row>[] = [
  { id: 'type', title: 'columns.type', width: '10rem', render: ({ type }) => <TypeText type={type} /> },
  { id: 'subject', title: 'columns.what', sort: 'subject', render: row => <Subject row={row} /> },
  { id: 'container', title: 'columns.container', width: '9rem', from: 'md', render: ({ container }) => container },
  { id: 'count', title: 'columns.count', sort: 'count', width: '6rem', isNumber: true, render: ({ count }) => count },
  { id: 'firstSeen', title: 'columns.firstSeen', width: '9rem', from: 'lg', render: ({ firstSeen }) => <RelativeTime time={firstSeen} /> },
  {
    id: 'lastSeen',
    title: 'columns.lastSeen',
    sort: 'lastSeen',
    width: '9rem',
    render: ({ lastSeen }) => <RelativeTime time={lastSeen} />,
  },
];

function TypeText({ type }: Pick<Row, 'type'>) {
  const { t } = useTexts();
  return <>{t(`eventType.${type}`)}</>;
}

function Subject({ row: { type, subject } }: { readonly row: Row }) {
  const { t } = useTexts();
  if (subject !== '') return <span className="bw-mono">{toVisible(subject)}</span>;
  return WITHOUT_SUBJECT.has(type) ? <>–</> : <span className="bw-quiet">{t('runtime.others')}</span>;
}

/** What it did, day by day, beside what is open against it and what it did last. */
export function ActivityTab({ workload }: { readonly workload: Workload }) {
  const { cluster, namespace, kind, name } = workload;
  const where = { cluster, namespace, workload: `${kind}/${name}` };
  return (
    <ListBox
      title="runtime.activity"
      resource={activity}
      within={toFilter(where)}
      columns={columns}
      getKey={({ id }) => id}
      textField="subject"
      defaultSort="-lastSeen"
      group={{ sort: '-lastSeen', titleOf: ({ day }) => day }}
      notice={
        <>
          <ClusterNotice cluster={cluster} />
          <OpenViolations workload={workload} />
          <p>
            <BaselineLink where={where} />
          </p>
          <Starts workload={workload} />
          <Timeline id={workload.id} />
          <LatestEvents where={where} />
        </>
      }
      empty={{ title: 'runtime.noActivity', text: 'runtime.noneNext', more: <StartAgent /> }}
    />
  );
}

function BaselineLink({ where }: { readonly where: Readonly<Record<string, string>> }) {
  const { t } = useTexts();
  return <Link to={toListUrl('/baselines', where)}>{t('runtime.baselines')}</Link>;
}

function OpenViolations({ workload: { openViolations } }: { readonly workload: Workload }) {
  const { t } = useTexts();
  if (openViolations.length === 0) return null;
  return (
    <details>
      <summary>{t('violations.titleCount', { count: openViolations.length })}</summary>
      <div className="bw-below">
        <ViolationsTable rows={openViolations} empty={t('workloads.noViolations')} />
      </div>
    </details>
  );
}

/** When its pods started last; what the inventory has of restarts. */
function Starts({ workload: { summary } }: { readonly workload: Workload }) {
  const { t } = useTexts();
  const last = summary.pods
    .flatMap(({ startedAt }) => startedAt ?? [])
    .toSorted()
    .at(-1);
  if (last === undefined) return null;
  return (
    <p>
      {t('runtime.lastStart')} <RelativeTime time={last} />
    </p>
  );
}

function LatestEvents({ where }: { readonly where: Readonly<Record<string, string>> }) {
  const { t } = useTexts();
  const { data } = useEndpoint(events, 'export', { query: { filter: toFilter(where), sort: '-time', limit: LATEST } });
  if (data === undefined || data.results.length === 0) return null;
  return (
    <details>
      <summary>{t('runtime.latest')}</summary>
      <div className="bw-below">
        <Link to={toListUrl('/runtime', where)}>{t('runtime.allEvents')}</Link>
        <ProcessTrees
          events={data.results}
          renderEvent={event => (
            <>
              <RelativeTime time={event.time} /> {t(`eventType.${event.type}`)}{' '}
              <span className="bw-mono">
                {listEventFacts(event)
                  .map(([, value]) => value)
                  .join(' ')}
              </span>
            </>
          )}
        />
      </div>
    </details>
  );
}
