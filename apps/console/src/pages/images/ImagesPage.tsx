import { images } from '@breakwater/api';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { FindingCountList } from '../../ui/FindingMarks.tsx';
import { BaseName, Bytes, ImageUser, ScanMark, SurfaceScore, Unknown } from '../../ui/ImageMarks.tsx';
import { ReferenceText } from '../../ui/ReferenceText.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { RiskScore } from '../../ui/Risk.tsx';
import { ScannerNotice } from '../../ui/ScannerNotice.tsx';
import { StateMark } from '../../ui/StateMark.tsx';

type Row = RowOf<typeof images.endpoints.list>;

const columns: readonly Column<Row>[] = [
  {
    id: 'reference',
    title: 'columns.image',
    sort: 'reference',
    render: ({ id, reference }) => <ReferenceText reference={reference} to={`/images/${encodeURIComponent(id)}`} />,
  },
  {
    id: 'risk',
    title: 'columns.risk',
    sort: 'risk',
    width: '7.5rem',
    render: ({ risk }) => (risk === undefined ? <Unknown /> : <RiskScore score={risk} />),
  },
  {
    id: 'vulnerabilities',
    title: 'columns.vulnerabilities',
    sort: 'critical',
    width: '9.5rem',
    render: row => <FindingCountList counts={row.vulnerabilities} />,
  },
  { id: 'scan', title: 'columns.scan', sort: 'scan', width: '7rem', render: ({ scan }) => <ScanMark scan={scan} /> },
  {
    id: 'bytes',
    title: 'columns.size',
    sort: 'bytes',
    width: '5.5rem',
    from: 'lg',
    isNumber: true,
    render: row => <Bytes bytes={row.bytes} />,
  },
  {
    id: 'created',
    title: 'columns.age',
    sort: 'created',
    width: '7rem',
    from: 'lg',
    render: ({ created }) => <RelativeTime time={created} absent="words.unknown" />,
  },
  { id: 'base', title: 'columns.base', sort: 'base', width: '8.5rem', from: 'xl', render: ({ base }) => <BaseName base={base} /> },
  { id: 'user', title: 'columns.user', width: '5.5rem', from: 'xl', render: ({ user }) => <ImageUser user={user} isShort /> },
  {
    id: 'surface',
    title: 'columns.surface',
    sort: 'surface',
    width: '5rem',
    from: 'xl',
    isNumber: true,
    render: ({ surface }) => <SurfaceScore score={surface} />,
  },
  {
    id: 'signed',
    title: 'columns.signed',
    width: '7rem',
    from: 'xl',
    render: row => <StateMark subject="signature" state={row.signed} />,
  },
  {
    id: 'workloads',
    title: 'columns.usedBy',
    sort: 'workloads',
    width: '6rem',
    from: 'md',
    isNumber: true,
    render: row => row.workloads,
  },
];

const SCANS = ['failed', 'never', 'waiting'] as const;

function ImagesPage() {
  return (
    <ListPage
      title="images.title"
      resource={images}
      columns={columns}
      getKey={({ id }) => id}
      textField="reference"
      defaultSort="-risk"
      quick={{
        field: 'scan',
        title: 'columns.scan',
        none: 'words.all',
        options: SCANS.map(value => ({ value, title: `imageScanState.${value}` as const })),
      }}
      notice={<ScannerNotice />}
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
