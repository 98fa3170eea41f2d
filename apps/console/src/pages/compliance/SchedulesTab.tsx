import { complianceSchedules } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useChange } from '../../data/use-endpoint.ts';
import type { Column } from '../../list/column.ts';
import { ListBox } from '../../list/ListBox.tsx';
import type { RowOf } from '../../list/use-list.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody } from '../../ui/Detail.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ScheduleDialog } from './ScheduleDialog.tsx';

type Row = RowOf<typeof complianceSchedules.endpoints.list>;
type Open = { readonly row: Row | undefined; readonly isEnding: boolean };

/** When clusters are held against frameworks. */
export function SchedulesTab() {
  const { t } = useTexts();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const columns: readonly Column<Row>[] = [
    { id: 'name', title: 'compliance.name', sort: 'name', render: ({ name }) => name },
    { id: 'frameworks', title: 'compliance.frameworks', from: 'md', render: ({ frameworks }) => frameworks.join(', ') },
    { id: 'pattern', title: 'compliance.pattern', width: '9rem', render: ({ pattern }) => <span className="bw-mono">{pattern}</span> },
    { id: 'zone', title: 'compliance.timeZone', width: '10rem', from: 'lg', render: ({ timeZone }) => timeZone },
    {
      id: 'next',
      title: 'compliance.nextAt',
      width: '9rem',
      from: 'md',
      render: ({ nextAt }) => <RelativeTime time={nextAt} absent="compliance.isOff" />,
    },
    {
      id: 'actions',
      title: 'columns.actions',
      width: '10rem',
      render: row => (
        <span className="bw-row-actions">
          <Button
            variant="link"
            isInline
            aria-label={`${t('compliance.change')}: ${row.name}`}
            onClick={() => setOpen({ row, isEnding: false })}
          >
            {t('compliance.change')}
          </Button>
          <Button
            variant="link"
            isInline
            aria-label={`${t('compliance.remove')}: ${row.name}`}
            onClick={() => setOpen({ row, isEnding: true })}
          >
            {t('compliance.remove')}
          </Button>
        </span>
      ),
    },
  ];
  return (
    <>
      <PageBody>
        <div className="bw-share-choices">
          <Button variant="secondary" onClick={() => setOpen({ row: undefined, isEnding: false })}>
            {t('compliance.addSchedule')}
          </Button>
        </div>
      </PageBody>
      <ListBox
        title="compliance.schedules"
        resource={complianceSchedules}
        columns={columns}
        getKey={({ id }) => id}
        textField="name"
        defaultSort="name"
        empty={{ title: 'compliance.noSchedules', text: 'compliance.noSchedulesNext' }}
      />
      {open?.isEnding === false && <ScheduleDialog schedule={open.row} onClose={close} />}
      {open?.isEnding === true && open.row !== undefined && <RemoveDialog row={open.row} onClose={close} />}
    </>
  );
}

function RemoveDialog({ row: { id, name }, onClose }: { readonly row: Row; readonly onClose: () => void }) {
  const { t } = useTexts();
  const remove = useChange(complianceSchedules, 'delete');
  return (
    <Dialog
      title={t('compliance.removeTitle', { name })}
      submit={t('compliance.remove')}
      isReady
      isDanger
      change={remove}
      onSubmit={() => remove.mutate({ params: { id } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t('compliance.removeText')}</p>
    </Dialog>
  );
}
