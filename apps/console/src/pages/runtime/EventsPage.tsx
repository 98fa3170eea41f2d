import { events } from '@breakwater/api';
import { useSearch } from '@tanstack/react-router';
import { Link } from '../../app/Link.tsx';
import { toVisible } from '../../format/command-line.ts';
import { formatAbsolute, formatClock } from '../../format/relative-time.ts';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { LiveSwitch, useLive } from './LiveSwitch.tsx';
import { StartAgent } from './StartAgent.tsx';
import { UnwatchedNotice } from './UnwatchedNotice.tsx';

type Row = RowOf<typeof events.endpoints.list>;

const NEWEST_FIRST = '-time';

const columns: readonly Column<Row>[] = [
  { id: 'time', title: 'columns.at', sort: 'time', width: '11.5rem', render: ({ time }) => <ClockTime time={time} /> },
  { id: 'type', title: 'columns.type', width: '10rem', render: ({ type }) => <EventType type={type} /> },
  {
    id: 'text',
    title: 'columns.event',
    render: ({ id, type, text }) => (
      <Link to={`/runtime/${encodeURIComponent(id)}`} data-row-link="" className="bw-mono" title={toVisible(text)}>
        {withoutType(type, text)}
      </Link>
    ),
  },
  {
    id: 'program',
    title: 'columns.program',
    width: '16%',
    from: 'lg',
    render: ({ program }) => <span title={program}>{toVisible(program)}</span>,
  },
  { id: 'workload', title: 'columns.workload', width: '15%', from: 'md', render: row => <Doer row={row} /> },
  { id: 'namespace', title: 'columns.namespace', width: '8rem', from: 'md', render: ({ namespace }) => namespace },
  { id: 'container', title: 'columns.container', width: '8rem', from: 'xl', render: ({ container }) => container },
  { id: 'cluster', title: 'columns.cluster', width: '8rem', from: 'xl', render: ({ clusterName }) => clusterName },
];

function EventType({ type }: Pick<Row, 'type'>) {
  const { t } = useTexts();
  return <span className="bw-time">{t(`eventType.${type}`)}</span>;
}

/** Many in a minute are told apart by their second. */
function ClockTime({ time }: Pick<Row, 'time'>) {
  const { language } = useTexts();
  return (
    <time dateTime={time} title={formatAbsolute(time, language)} className="bw-time">
      {formatClock(time, language)}
    </time>
  );
}

/** The type has a column of its own. */
function withoutType(type: string, text: string): string {
  const rest = text.startsWith(`${type} `) ? text.slice(type.length + 1) : text;
  return toVisible(rest);
}

function Doer({ row: { workload, pod, node } }: { readonly row: Row }) {
  const text = workload || pod || node;
  return <span title={text}>{text}</span>;
}

const TYPES = ['process-exec', 'connect', 'dns', 'file-open', 'privilege', 'kube-audit'] as const;

function EventsPage() {
  const { sort = NEWEST_FIRST } = useSearch({ strict: false }) as { readonly sort?: string };
  const isLive = useLive();
  return (
    <ListPage
      title="runtime.title"
      text="runtime.text"
      resource={events}
      columns={columns}
      getKey={({ id }) => id}
      textField="subject"
      defaultSort={NEWEST_FIRST}
      actions={<LiveSwitch />}
      notice={<UnwatchedNotice />}
      tail={{ isLive: isLive && sort === NEWEST_FIRST, timeOf: ({ time }) => time }}
      quick={{
        field: 'type',
        title: 'columns.type',
        none: 'words.all',
        options: TYPES.map(value => ({ value, title: `eventType.${value}` as const })),
      }}
      empty={{ title: 'runtime.none', text: 'runtime.noneNext', more: <StartAgent /> }}
    />
  );
}

export const page: PageDefinition = {
  path: '/runtime',
  title: 'runtime.title',
  nav: { group: 'findings', order: 10 },
  permission: 'view',
  Component: EventsPage,
};
