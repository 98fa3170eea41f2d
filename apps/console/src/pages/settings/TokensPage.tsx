import { tokens } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useMemo, useState } from 'react';
import { useChange } from '../../data/use-endpoint.ts';
import type { Column } from '../../list/column.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { AccessFields, NO_ACCESS, toAccessScope } from '../../ui/AccessFields.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Field.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { RoleText } from '../../ui/RoleText.tsx';
import { ScopeText } from '../../ui/ScopeText.tsx';
import { SecretDialog } from './UserDialogs.tsx';

type Row = RowOf<typeof tokens.endpoints.list>;

const MOST_DAYS = 366;

function TokensPage() {
  const { t } = useTexts();
  const [open, setOpen] = useState<'add' | Row>();
  const close = () => setOpen(undefined);
  const columns = useMemo(() => listColumns(setOpen, t('actions.delete')), [t]);
  return (
    <>
      <ListPage
        title="tokens.title"
        text="tokens.text"
        resource={tokens}
        columns={columns}
        getKey={({ id }) => id}
        textField="name"
        defaultSort="name"
        actions={<Button onClick={() => setOpen('add')}>{t('tokens.add')}</Button>}
        empty={{ title: 'tokens.none', text: 'tokens.noneNext' }}
      />
      {open === 'add' && <AddTokenDialog onClose={close} />}
      {typeof open === 'object' && <RemoveTokenDialog token={open} onClose={close} />}
    </>
  );
}

function listColumns(onRemove: (token: Row) => void, remove: string): readonly Column<Row>[] {
  return [
    { id: 'name', title: 'columns.name', sort: 'name', render: ({ name }) => name },
    { id: 'role', title: 'columns.role', width: '7.5rem', render: ({ role }) => <RoleText role={role} /> },
    { id: 'scope', title: 'columns.scope', width: '22%', from: 'lg', render: ({ scope }) => <ScopeText scope={scope} /> },
    { id: 'by', title: 'columns.createdBy', width: '8rem', from: 'md', render: ({ createdBy }) => createdBy },
    { id: 'used', title: 'columns.lastUsed', width: '8rem', from: 'md', render: ({ lastUsedAt }) => <RelativeTime time={lastUsedAt} /> },
    {
      id: 'expires',
      title: 'columns.expires',
      sort: 'expiresAt',
      width: '8rem',
      render: ({ expiresAt }) => <RelativeTime time={expiresAt} />,
    },
    {
      id: 'remove',
      title: 'columns.actions',
      width: '5.5rem',
      render: token => (
        <Button variant="link" isInline aria-label={`${remove}: ${token.name}`} onClick={() => onRemove(token)}>
          {remove}
        </Button>
      ),
    },
  ];
}

function AddTokenDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const add = useChange(tokens, 'create');
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [access, setAccess] = useState(NO_ACCESS);
  const count = Number(days);
  const isReady = name.trim() !== '' && Number.isInteger(count) && count >= 1 && count <= MOST_DAYS;
  if (add.data !== undefined) return <SecretDialog title={t('tokens.secret')} secret={add.data.secret} onClose={onClose} />;
  return (
    <Dialog
      title={t('tokens.add')}
      submit={t('tokens.add')}
      isReady={isReady}
      change={add}
      onSubmit={() => add.mutate({ body: { name: name.trim(), role: access.role, scope: toAccessScope(access), days: count } })}
      onClose={onClose}
    >
      <TextField label={t('columns.name')} value={name} onChange={setName} isRequired help={t('tokens.nameHelp')} />
      <TextField
        label={t('tokens.days')}
        value={days}
        onChange={setDays}
        type="number"
        isRequired
        help={t('tokens.daysHelp', { count: MOST_DAYS })}
      />
      <AccessFields access={access} onChange={setAccess} />
    </Dialog>
  );
}

function RemoveTokenDialog({ token, onClose }: { readonly token: Row; readonly onClose: () => void }) {
  const { t } = useTexts();
  const remove = useChange(tokens, 'delete');
  return (
    <Dialog
      title={t('tokens.remove', { name: token.name })}
      submit={t('actions.delete')}
      isReady
      isDanger
      change={remove}
      onSubmit={() => remove.mutate({ params: { id: token.id } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t('tokens.removeText')}</p>
    </Dialog>
  );
}

export const page: PageDefinition = {
  path: '/settings/tokens',
  title: 'tokens.title',
  nav: { group: 'system', order: 2 },
  permission: 'administer',
  Component: TokensPage,
};
