import { responses } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Mark, StateMark } from '../../ui/StateMark.tsx';

type Row = RowOf<typeof responses.endpoints.list>;

const STATES = ['pending-approval', 'approved', 'running', 'done', 'failed', 'refused', 'undone', 'expired'] as const;

function ResponsesPage() {
  return (
    <ListPage
      title="responses.title"
      text="responses.text"
      resource={responses}
      columns={columns}
      getKey={({ id }) => id}
      textField="name"
      defaultSort="-requestedAt"
      quick={{
        field: 'state',
        title: 'columns.state',
        none: 'words.all',
        options: STATES.map(value => ({ value, title: `responseState.${value}` as const })),
      }}
      empty={{ title: 'responses.none', text: 'responses.noneNext' }}
    />
  );
}

const columns: readonly Column<Row>[] = [
  { id: 'state', title: 'columns.state', width: '10.5rem', render: row => <State row={row} /> },
  { id: 'action', title: 'columns.action', width: '11rem', render: row => <ActionLink row={row} /> },
  {
    id: 'target',
    title: 'responses.target',
    sort: 'name',
    render: ({ kind, namespace, name }) => `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`,
  },
  { id: 'cluster', title: 'columns.cluster', sort: 'cluster', width: '8rem', from: 'lg', render: ({ clusterName }) => clusterName },
  { id: 'requester', title: 'responses.by', sort: 'requester', width: '9rem', from: 'md', render: row => <By row={row} /> },
  { id: 'reason', title: 'columns.reason', width: '18%', from: 'lg', render: ({ reason }) => <span title={reason}>{reason}</span> },
  { id: 'message', title: 'responses.result', width: '20%', from: 'xl', render: ({ message }) => <span title={message}>{message}</span> },
  {
    id: 'requestedAt',
    title: 'responses.requested',
    sort: 'requestedAt',
    width: '8rem',
    render: row => <RelativeTime time={row.requestedAt} />,
  },
];

function State({ row }: { readonly row: Row }) {
  const { t } = useTexts();
  if (row.reverted) return <Mark tone="warn">{t('responses.reverted')}</Mark>;
  if (row.dryRun && row.state === 'done') return <Mark tone="unknown">{t('responses.dryRun')}</Mark>;
  return <StateMark subject="response" state={row.state} />;
}

function ActionLink({ row }: { readonly row: Row }) {
  const { t } = useTexts();
  return (
    <Link to={`/responses/${encodeURIComponent(row.id)}`} data-row-link="">
      {t(`responseAction.${row.action}`)}
    </Link>
  );
}

function By({ row }: { readonly row: Row }) {
  const { t } = useTexts();
  return <>{row.automatic ? t('responses.byPolicy', { name: row.requester }) : row.requester}</>;
}

export const page: PageDefinition = {
  path: '/responses',
  title: 'responses.title',
  nav: { group: 'findings', order: 7 },
  permission: 'view',
  Component: ResponsesPage,
};
