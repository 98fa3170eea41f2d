import { scans } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { usePermission } from '../../data/session.ts';
import type { Column } from '../../list/column.ts';
import { ListBox } from '../../list/ListBox.tsx';
import type { RowOf } from '../../list/use-list.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { ReferenceText } from '../../ui/ReferenceText.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ScannerNotice } from '../../ui/ScannerNotice.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { ScanDialog } from './ScanDialog.tsx';
import { ScanProgress } from './ScanProgress.tsx';

type Row = RowOf<typeof scans.endpoints.list>;

const STATES = ['failed', 'retrying', 'running', 'waiting', 'done'] as const;

/** The work of scanners: what waits, runs, failed and why. */
export function ScansTab() {
  const { t } = useTexts();
  const mayScan = usePermission(scans.endpoints.create.permission);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ListBox
        title="advisories.scans"
        resource={scans}
        columns={columns}
        getKey={({ id }) => id}
        textField="reference"
        defaultSort="-createdAt"
        quick={{
          field: 'state',
          title: 'columns.state',
          none: 'words.all',
          options: STATES.map(value => ({ value, title: `scanState.${value}` as const })),
        }}
        notice={
          <>
            <ScannerNotice />
            {mayScan && (
              <div>
                <Button variant="secondary" onClick={() => setOpen(true)}>
                  {t('scans.add')}
                </Button>
              </div>
            )}
          </>
        }
        empty={{ title: 'scans.none', text: 'scans.noneNext' }}
      />
      {isOpen && <ScanDialog onClose={() => setOpen(false)} />}
    </>
  );
}

const columns: readonly Column<Row>[] = [
  { id: 'state', title: 'columns.state', sort: 'state', width: '8.5rem', render: row => <StateMark subject="scan" state={row.state} /> },
  {
    id: 'reference',
    title: 'columns.image',
    sort: 'reference',
    render: ({ reference, digest = '' }) => <ReferenceText reference={reference} more={digest} />,
  },
  { id: 'kind', title: 'columns.kind', width: '9rem', from: 'lg', render: ({ kind }) => <Kind kind={kind} /> },
  { id: 'cause', title: 'columns.cause', width: '30%', render: row => <ScanProgress scan={row} /> },
  { id: 'attempts', title: 'columns.attempts', width: '6rem', from: 'xl', isNumber: true, render: ({ attempts }) => attempts },
  { id: 'scanner', title: 'columns.scanner', width: '8rem', from: 'xl', render: ({ scanner }) => scanner },
  {
    id: 'next',
    title: 'columns.next',
    width: '8rem',
    from: 'md',
    render: ({ nextAt }) => nextAt !== undefined && <RelativeTime time={nextAt} />,
  },
  {
    id: 'created',
    title: 'columns.queued',
    sort: 'createdAt',
    width: '8rem',
    from: 'lg',
    render: ({ createdAt }) => <RelativeTime time={createdAt} />,
  },
];

function Kind({ kind }: { readonly kind: Row['kind'] }) {
  const { t } = useTexts();
  return t(`scanKind.${kind}`);
}
