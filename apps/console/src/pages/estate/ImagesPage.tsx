import { images } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { PinnedMark } from '../../ui/PinnedMark.tsx';

type Row = RowOf<typeof images.endpoints.list>;

const SHORT_DIGEST = 19;

const columns: readonly Column<Row>[] = [
  {
    id: 'reference',
    title: 'columns.image',
    sort: 'reference',
    render: ({ id, reference }) => (
      <Link to={`/images/${encodeURIComponent(id)}`} data-row-link="" title={reference}>
        {reference}
      </Link>
    ),
  },
  { id: 'pinned', title: 'columns.pinned', width: '9rem', from: 'md', render: ({ pinned }) => <PinnedMark isPinned={pinned} /> },
  {
    id: 'digests',
    title: 'columns.digests',
    width: '14rem',
    from: 'lg',
    render: ({ digests: [first, ...rest] }) =>
      first !== undefined && (
        <span className="bw-mono" title={[first, ...rest].join('\n')}>
          {first.slice(0, SHORT_DIGEST)}…{rest.length > 0 && ` +${rest.length}`}
        </span>
      ),
  },
  { id: 'workloads', title: 'columns.workloads', sort: 'workloads', width: '8.5rem', isNumber: true, render: row => row.workloads },
  { id: 'clusters', title: 'columns.clusters', width: '7rem', from: 'md', isNumber: true, render: row => row.clusters },
];

function ImagesPage() {
  return (
    <ListPage
      title="images.title"
      resource={images}
      columns={columns}
      getKey={({ id }) => id}
      textField="reference"
      defaultSort="-workloads"
      empty={{ title: 'images.none', text: 'images.noneNext' }}
    />
  );
}

export const page: PageDefinition = {
  path: '/images',
  title: 'images.title',
  nav: { group: 'estate', order: 5 },
  permission: 'view',
  Component: ImagesPage,
};
