import { watchedImages } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import type { Column } from '../../list/column.ts';
import { ListBox } from '../../list/ListBox.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { Translate } from '../../texts/i18n.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { EndWatchDialog, WatchDialog } from './WatchDialogs.tsx';

type Row = RowOf<typeof watchedImages.endpoints.list>;
type Open = { readonly row: Row | undefined; readonly isEnding: boolean };

/** Images and repositories that are looked at before any cluster runs them. */
export function WatchedTab() {
  const { t } = useTexts();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const add = (
    <div>
      <Button variant="secondary" onClick={() => setOpen({ row: undefined, isEnding: false })}>
        {t('watched.add')}
      </Button>
    </div>
  );
  return (
    <>
      <ListBox
        title="advisories.watched"
        resource={watchedImages}
        columns={listColumns(setOpen, t)}
        getKey={({ id }) => id}
        textField="pattern"
        defaultSort="pattern"
        notice={add}
        empty={{ title: 'watched.none', text: 'watched.noneNext' }}
      />
      {open?.isEnding === true && open.row !== undefined && <EndWatchDialog row={open.row} onClose={close} />}
      {open?.isEnding === false && <WatchDialog row={open.row} onClose={close} />}
    </>
  );
}

function listColumns(onOpen: (open: Open) => void, t: Translate): readonly Column<Row>[] {
  return [
    {
      id: 'pattern',
      title: 'columns.pattern',
      sort: 'pattern',
      render: row => (
        <Button variant="link" isInline data-row-link="" onClick={() => onOpen({ row, isEnding: false })}>
          {row.pattern}
        </Button>
      ),
    },
    { id: 'hours', title: 'columns.looks', width: '9rem', render: ({ hours }) => t('watched.every', { count: hours }) },
    { id: 'next', title: 'columns.next', width: '9rem', from: 'md', render: ({ nextAt }) => <RelativeTime time={nextAt} /> },
    { id: 'by', title: 'columns.createdBy', width: '9rem', from: 'md', render: ({ createdBy }) => createdBy },
    { id: 'created', title: 'columns.created', width: '9rem', from: 'lg', render: ({ createdAt }) => <RelativeTime time={createdAt} /> },
    {
      id: 'end',
      title: 'columns.actions',
      width: '6.5rem',
      render: row => (
        <Button
          variant="link"
          isInline
          aria-label={`${t('actions.delete')}: ${row.pattern}`}
          onClick={() => onOpen({ row, isEnding: true })}
        >
          {t('actions.delete')}
        </Button>
      ),
    },
  ];
}
