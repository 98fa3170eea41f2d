import { baselines } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StartAgent } from '../runtime/StartAgent.tsx';
import { BaselineMarks } from './BaselineMarks.tsx';

type Row = RowOf<typeof baselines.endpoints.list>;

const columns: readonly Column<Row>[] = [
  {
    id: 'workload',
    title: 'columns.workload',
    sort: 'workload',
    render: ({ id, workload }) => (
      <Link to={`/baselines/${encodeURIComponent(id)}`} data-row-link="">
        {workload}
      </Link>
    ),
  },
  { id: 'container', title: 'columns.container', sort: 'container', width: '7rem', render: ({ container }) => container },
  { id: 'namespace', title: 'columns.namespace', sort: 'namespace', width: '7rem', from: 'md', render: ({ namespace }) => namespace },
  { id: 'version', title: 'columns.version', width: '7rem', from: 'xl', render: ({ version }) => <span title={version}>{version}</span> },
  { id: 'state', title: 'columns.state', width: '16rem', render: row => <BaselineMarks baseline={row} /> },
  { id: 'entries', title: 'baselines.entries', sort: 'entries', width: '6rem', isNumber: true, render: ({ entries }) => entries },
  {
    id: 'lastNew',
    title: 'baselines.lastNew',
    sort: 'lastNew',
    width: '8rem',
    from: 'lg',
    render: ({ lastNew }) => <RelativeTime time={lastNew} />,
  },
  { id: 'cluster', title: 'columns.cluster', sort: 'cluster', width: '7rem', from: 'xl', render: ({ clusterName }) => clusterName },
];

function BaselinesPage() {
  const { t } = useTexts();
  return (
    <ListPage
      title="baselines.title"
      text="baselines.text"
      resource={baselines}
      columns={columns}
      getKey={({ id }) => id}
      textField="workload"
      defaultSort="-lastNew"
      actions={
        <Link to="/agents" className="pf-v6-c-button pf-m-secondary pf-m-small">
          {t('agents.title')}
        </Link>
      }
      quick={{
        field: 'state',
        title: 'columns.state',
        none: 'words.all',
        options: [
          { value: 'learning', title: 'baselineState.learning' },
          { value: 'locked', title: 'baselineState.locked' },
        ],
      }}
      empty={{ title: 'baselines.none', text: 'baselines.noneNext', more: <StartAgent /> }}
    />
  );
}

export const page: PageDefinition = {
  path: '/baselines',
  title: 'baselines.title',
  nav: { group: 'findings', order: 11 },
  permission: 'view',
  Component: BaselinesPage,
};
