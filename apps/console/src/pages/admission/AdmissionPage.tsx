import { admission } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { AdmissionFigures } from './AdmissionFigures.tsx';
import { AnswerMark } from './AnswerMark.tsx';

type Row = RowOf<typeof admission.endpoints.list>;

const columns: readonly Column<Row>[] = [
  { id: 'answer', title: 'columns.answer', width: '9.5rem', render: row => <AnswerMark row={row} /> },
  {
    id: 'object',
    title: 'columns.object',
    sort: 'name',
    render: ({ id, kind, namespace, name, subResource }) => (
      <Link to={`/admission/${encodeURIComponent(id)}`} data-row-link="">
        {`${namespace === '' ? '' : `${namespace}/`}${kind} ${name}${subResource === '' ? '' : `/${subResource}`}`}
      </Link>
    ),
  },
  { id: 'policies', title: 'columns.policy', width: '22%', from: 'md', render: ({ policies }) => policies.join(', ') },
  { id: 'user', title: 'admission.user', sort: 'user', width: '14%', from: 'lg', render: ({ user }) => <span title={user}>{user}</span> },
  { id: 'cluster', title: 'columns.cluster', sort: 'cluster', width: '9rem', from: 'lg', render: ({ clusterName }) => clusterName },
  { id: 'count', title: 'enforcement.requests', sort: 'count', width: '7rem', isNumber: true, render: ({ count }) => count },
  {
    id: 'lastSeen',
    title: 'columns.lastSeen',
    sort: 'lastSeen',
    width: '8.5rem',
    from: 'md',
    render: ({ lastSeen }) => <RelativeTime time={lastSeen} />,
  },
];

function AdmissionPage() {
  return (
    <ListPage
      title="admission.title"
      text="admission.text"
      resource={admission}
      columns={columns}
      getKey={({ id }) => id}
      textField="name"
      defaultSort="-lastSeen"
      notice={<AdmissionFigures />}
      quick={{
        field: 'allowed',
        title: 'columns.answer',
        none: 'words.all',
        options: [
          { value: 'false', title: 'admission.refused' },
          { value: 'true', title: 'admission.allowed' },
        ],
      }}
      empty={{ title: 'admission.none', text: 'admission.noneNext' }}
    />
  );
}

export const page: PageDefinition = {
  path: '/admission',
  title: 'admission.title',
  nav: { group: 'findings', order: 9 },
  permission: 'view',
  Component: AdmissionPage,
};
