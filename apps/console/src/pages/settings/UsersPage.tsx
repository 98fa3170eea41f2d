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
import { AddUserDialog, ChangeUserDialog, RemoveUserDialog, ResetPasswordDialog } from './UserDialogs.tsx';

type Row = RowOf<typeof users.endpoints.list>;
type Open = { readonly dialog: 'add' } | { readonly dialog: 'change' | 'reset' | 'remove'; readonly user: Row };

function UsersPage() {
  const { t } = useTexts();
  const [open, setOpen] = useState<Open>();
  const { id: myId } = useSession();
  const close = () => setOpen(undefined);
  const columns = useMemo(() => listColumns(setOpen, { reset: t('users.reset'), remove: t('actions.delete') }, myId), [t, myId]);
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
      {open?.dialog === 'reset' && <ResetPasswordDialog user={open.user} onClose={close} />}
      {open?.dialog === 'remove' && <RemoveUserDialog user={open.user} onClose={close} />}
    </>
  );
}

interface Words {
  readonly reset: string;
  readonly remove: string;
}

function listColumns(onOpen: (open: Open) => void, words: Words, myId: string): readonly Column<Row>[] {
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
    { id: 'role', title: 'columns.role', width: '7rem', render: ({ role }) => <RoleText role={role} /> },
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
      width: '10.5rem',
      render: user =>
        user.id !== myId && (
          <span className="bw-row-actions">
            {(['reset', 'remove'] as const).map(dialog => (
              <Button
                key={dialog}
                variant="link"
                isInline
                aria-label={`${words[dialog]}: ${user.name}`}
                onClick={() => onOpen({ dialog, user })}
              >
                {words[dialog]}
              </Button>
            ))}
          </span>
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
