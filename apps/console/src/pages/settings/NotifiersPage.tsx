import { notifiers } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useMemo, useState } from 'react';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { EnabledMark } from '../../ui/EnabledMark.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { NotifierDialog } from './NotifierDialog.tsx';

type Row = RowOf<typeof notifiers.endpoints.list>;

function NotifiersPage() {
  const { t } = useTexts();
  const [open, setOpen] = useState<'add' | Row>();
  const everybody = t('notifiers.everybody');
  const columns = useMemo(() => listColumns(setOpen, everybody), [everybody]);
  return (
    <>
      <ListPage
        title="notifiers.title"
        text="notifiers.text"
        resource={notifiers}
        columns={columns}
        getKey={({ id }) => id}
        textField="name"
        defaultSort="name"
        actions={<Button onClick={() => setOpen('add')}>{t('notifiers.add')}</Button>}
        empty={{ title: 'notifiers.none', text: 'notifiers.noneNext' }}
      />
      {open !== undefined && <NotifierDialog notifier={open === 'add' ? undefined : open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function listColumns(onOpen: (row: Row) => void, everybody: string): readonly Column<Row>[] {
  return [
    {
      id: 'name',
      title: 'columns.name',
      sort: 'name',
      render: row => (
        <Button variant="link" isInline data-row-link="" onClick={() => onOpen(row)}>
          {row.name}
        </Button>
      ),
    },
    { id: 'type', title: 'columns.type', width: '7rem', from: 'xl', render: ({ type }) => type },
    { id: 'enabled', title: 'columns.enabled', width: '6rem', render: ({ enabled }) => <EnabledMark isEnabled={enabled} /> },
    { id: 'severity', title: 'notifiers.from', width: '8rem', from: 'md', render: ({ severity }) => <Severity level={severity} /> },
    { id: 'owners', title: 'columns.owner', width: '16%', from: 'lg', render: ({ owners }) => owners.join(', ') || everybody },
    { id: 'delivered', title: 'notifiers.delivered', width: '8rem', from: 'xl', isNumber: true, render: ({ delivered }) => delivered },
    { id: 'waiting', title: 'health.waiting', width: '7rem', isNumber: true, render: ({ waiting }) => waiting },
    {
      id: 'error',
      title: 'notifiers.lastError',
      from: 'lg',
      render: ({ lastError }) => lastError !== undefined && <span title={lastError}>{lastError}</span>,
    },
  ];
}

export const page: PageDefinition = {
  path: '/settings/notifiers',
  title: 'notifiers.title',
  nav: { group: 'system', order: 3 },
  permission: 'administer',
  Component: NotifiersPage,
};
