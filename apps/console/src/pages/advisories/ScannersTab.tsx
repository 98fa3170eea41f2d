import { scanners } from '@breakwater/api';
import { useClusters } from '../../data/use-clusters.ts';
import type { Column } from '../../list/column.ts';
import { ListBox } from '../../list/ListBox.tsx';
import type { RowOf } from '../../list/use-list.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Code } from '../../ui/Code.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ScannerNotice } from '../../ui/ScannerNotice.tsx';
import { Mark } from '../../ui/StateMark.tsx';

type Row = RowOf<typeof scanners.endpoints.list>;

/** Who reads images. */
export function ScannersTab() {
  const { t } = useTexts();
  return (
    <ListBox
      title="advisories.scanners"
      resource={scanners}
      columns={columns}
      getKey={({ id }) => id}
      textField="name"
      defaultSort="name"
      notice={<ScannerNotice />}
      empty={{
        title: 'scanners.none',
        text: 'scanners.noneNext',
        more: <Code id="join-scanner" label={t('clusters.command')} text="breakwater scanner --join TOKEN" />,
      }}
    />
  );
}

const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'columns.name', sort: 'name', render: ({ name }) => name },
  { id: 'seen', title: 'columns.lastSeen', sort: 'seenAt', width: '9rem', render: ({ seenAt }) => <RelativeTime time={seenAt} /> },
  { id: 'leased', title: 'columns.worksOn', width: '8rem', isNumber: true, render: ({ leased }) => leased },
  { id: 'version', title: 'columns.version', width: '7rem', from: 'md', render: ({ version }) => version },
  { id: 'clusters', title: 'columns.pullSecrets', width: '18%', from: 'lg', render: row => <ClusterNames ids={row.clusters} /> },
  { id: 'database', title: 'columns.advisories', width: '13rem', render: ({ database }) => <Advisories database={database} /> },
  { id: 'created', title: 'columns.created', width: '9rem', from: 'lg', render: ({ createdAt }) => <RelativeTime time={createdAt} /> },
];

function ClusterNames({ ids }: { readonly ids: readonly string[] }) {
  const { t } = useTexts();
  const clusters = useClusters();
  if (ids.length === 0) return <span className="bw-quiet">{t('words.none')}</span>;
  return ids.map(id => clusters.find(cluster => cluster.id === id)?.name ?? id).join(', ');
}

/** Without advisories nothing that it reads is matched. */
function Advisories({ database }: { readonly database: Row['database'] }) {
  const { t, language } = useTexts();
  if (database === undefined) return <Mark tone="bad">{t('scanners.withoutAdvisories')}</Mark>;
  return (
    <span title={t('advisories.recordsCount', { number: database.records.toLocaleString(language) })}>
      <RelativeTime time={database.built} />
    </span>
  );
}
