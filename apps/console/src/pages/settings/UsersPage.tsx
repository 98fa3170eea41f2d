import { users } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useMemo, useState } from 'react';
import { useSession } from '../../data/session.ts';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { RoleText } from '../../ui/RoleText.tsx';
import { ScopeText } from '../../ui/ScopeText.tsx';
import { AddUserDialog, ChangeUserDialog, RemoveUserDialog } from './UserDialogs.tsx';

type Row = RowOf<typeof users.endpoints.list>;
type Open = { readonly dialog: 'add' } | { readonly dialog: 'change' | 'remove'; readonly user: Row };

function UsersPage() {
  const { t } = useTexts();
  const [open, setOpen] = useState<Open>();
  const { id: myId } = useSession();
  const close = () => setOpen(undefined);
  const columns = useMemo(() => listColumns(setOpen, t('actions.delete'), myId), [t, myId]);
  return (
    <>
      <ListPage
        title="users.title"
        resource={users}
        columns={columns}
        getKey={({ id }) => id}
        textField="name"
        defaultSort="name"
        actions={<Button onClick={() => setOpen({ dialog: 'add' })}>{t('users.add')}</Button>}
        empty={{ title: 'users.none', text: 'users.noneNext' }}
      />
      {open?.dialog === 'add' && <AddUserDialog onClose={close} />}
      {open?.dialog === 'change' && <ChangeUserDialog user={open.user} onClose={close} />}
      {open?.dialog === 'remove' && <RemoveUserDialog user={open.user} onClose={close} />}
    </>
  );
}

function listColumns(onOpen: (open: Open) => void, remove: string, myId: string): readonly Column<Row>[] {
  return [
    {
      id: 'name',
      title: 'columns.name',
      sort: 'name',
      render: user => (
        <Button variant="link" isInline data-row-link="" onClick={() => onOpen({ dialog: 'change', user })}>
          {user.name}
        </Button>
      ),
    },
    { id: 'role', title: 'columns.role', width: '9rem', render: ({ role }) => <RoleText role={role} /> },
    { id: 'scope', title: 'columns.scope', width: '26%', from: 'md', render: ({ scope }) => <ScopeText scope={scope} /> },
    {
      id: 'login',
      title: 'columns.lastLogin',
      width: '9rem',
      from: 'md',
      render: ({ lastLoginAt }) => <RelativeTime time={lastLoginAt} />,
    },
    { id: 'created', title: 'columns.created', width: '9rem', from: 'lg', render: ({ createdAt }) => <RelativeTime time={createdAt} /> },
    {
      id: 'remove',
      title: 'columns.actions',
      width: '7rem',
      render: user =>
        user.id !== myId && (
          <Button variant="link" isInline aria-label={`${remove}: ${user.name}`} onClick={() => onOpen({ dialog: 'remove', user })}>
            {remove}
          </Button>
        ),
    },
  ];
}

export const page: PageDefinition = {
  path: '/settings/users',
  title: 'users.title',
  nav: { group: 'system', order: 1 },
  permission: 'administer',
  Component: UsersPage,
};
