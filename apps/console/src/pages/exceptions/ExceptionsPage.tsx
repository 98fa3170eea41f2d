import { exceptions } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { Link } from '../../app/Link.tsx';
import { useGo } from '../../app/use-go.ts';
import { usePermission } from '../../data/session.ts';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { ExceptionEnd } from '../../ui/ExceptionEnd.tsx';
import { ExpiringNotice } from '../../ui/ExpiringNotice.tsx';

import { ScopeText } from '../../ui/ScopeText.tsx';
import { StateMark } from '../../ui/StateMark.tsx';

type Row = RowOf<typeof exceptions.endpoints.list>;

const STATES = ['requested', 'approved', 'denied', 'expired', 'ended'] as const;

function ExceptionsPage() {
  const { t } = useTexts();
  const go = useGo();
  const mayRequest = usePermission('request-exception');
  return (
    <ListPage
      title="exceptions.title"
      text="exceptions.text"
      resource={exceptions}
      columns={columns}
      getKey={({ id }) => id}
      textField="target"
      defaultSort="-requestedAt"
      quick={{
        field: 'state',
        title: 'columns.state',
        none: 'words.all',
        options: STATES.map(value => ({ value, title: `exceptionState.${value}` as const })),
      }}
      notice={<ExpiringNotice />}
      actions={mayRequest && <Button onClick={() => go('/exceptions/new')}>{t('exceptions.request')}</Button>}
      empty={{ title: 'exceptions.none', text: 'exceptions.noneNext' }}
    />
  );
}

const columns: readonly Column<Row>[] = [
  { id: 'state', title: 'columns.state', width: '7.5rem', render: ({ state }) => <StateMark subject="exception" state={state} /> },
  {
    id: 'target',
    title: 'columns.target',
    sort: 'target',
    width: '20%',
    render: row => (
      <Link to={`/exceptions/${encodeURIComponent(row.id)}`} data-row-link="">
        {row.exception.target}
      </Link>
    ),
  },
  {
    id: 'reason',
    title: 'columns.reason',
    from: 'md',
    render: ({ exception }) => <span title={exception.reason}>{exception.reason}</span>,
  },
  { id: 'scope', title: 'columns.scope', width: '22%', from: 'lg', render: ({ exception }) => <ScopeText scope={exception.scope} /> },
  {
    id: 'requester',
    title: 'columns.requester',
    sort: 'requester',
    width: '7rem',
    from: 'md',
    render: ({ exception }) => exception.requester ?? '',
  },
  {
    id: 'expiry',
    title: 'columns.expires',
    sort: 'expiry',
    width: '8.5rem',
    render: ({ exception, state }) => <ExceptionEnd exception={exception} state={state} />,
  },
  { id: 'kind', title: 'columns.kind', width: '6.5rem', from: 'xl', render: ({ kind }) => <KindText kind={kind} /> },
  { id: 'covers', title: 'columns.covers', width: '6rem', from: 'xl', isNumber: true, render: row => row.violations + row.findings },
];

/** What it says of a vulnerability; of a violation there is but one thing to say. */
function KindText({ kind }: { readonly kind: Row['kind'] }) {
  const { t } = useTexts();
  return kind === undefined ? null : t(`exceptionKind.${kind}.is`);
}

export const page: PageDefinition = {
  path: '/exceptions',
  title: 'exceptions.title',
  nav: { group: 'findings', order: 2 },
  permission: 'view',
  Component: ExceptionsPage,
};
