import { users } from '@breakwater/api';
import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useState } from 'react';
import { useChange } from '../../data/use-endpoint.ts';
import type { RowOf } from '../../list/use-list.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { AccessFields, NO_ACCESS, toAccessScope } from '../../ui/AccessFields.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Field.tsx';
import { SecretOnce } from '../../ui/SecretOnce.tsx';

type User = RowOf<typeof users.endpoints.list>;

interface Props {
  readonly onClose: () => void;
}

export function AddUserDialog({ onClose }: Props) {
  const { t } = useTexts();
  const add = useChange(users, 'create');
  const [name, setName] = useState('');
  const [access, setAccess] = useState(NO_ACCESS);
  if (add.data !== undefined) return <SecretDialog title={t('users.password')} secret={add.data.password} onClose={onClose} />;
  return (
    <Dialog
      title={t('users.add')}
      submit={t('users.add')}
      isReady={name.trim() !== ''}
      change={add}
      onSubmit={() => add.mutate({ body: { name: name.trim(), role: access.role, scope: toAccessScope(access) } })}
      onClose={onClose}
    >
      <TextField label={t('columns.name')} value={name} onChange={setName} isRequired />
      <AccessFields access={access} onChange={setAccess} />
    </Dialog>
  );
}

export function ChangeUserDialog({ user, onClose }: Props & { readonly user: User }) {
  const { t } = useTexts();
  const change = useChange(users, 'update');
  const [access, setAccess] = useState({
    role: user.role,
    clusters: (user.scope.clusters ?? []).join(', '),
    namespaces: (user.scope.namespaces ?? []).join(', '),
  });
  const scope = { ...user.scope, clusters: undefined, namespaces: undefined };
  const kept = Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined));
  const body = { role: access.role, scope: { ...kept, ...toAccessScope(access) } };
  return (
    <Dialog
      title={user.name}
      submit={t('actions.save')}
      isReady
      change={change}
      onSubmit={() => change.mutate({ params: { id: user.id }, body }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <AccessFields access={access} onChange={setAccess} />
    </Dialog>
  );
}

export function ResetPasswordDialog({ user, onClose }: Props & { readonly user: User }) {
  const { t } = useTexts();
  const reset = useChange(users, 'resetPassword');
  if (reset.data !== undefined) {
    return <SecretDialog title={t('users.newPassword', { name: user.name })} secret={reset.data.password} onClose={onClose} />;
  }
  return (
    <Dialog
      title={t('users.resetTitle', { name: user.name })}
      submit={t('users.reset')}
      isReady
      isDanger
      change={reset}
      onSubmit={() => reset.mutate({ params: { id: user.id } })}
      onClose={onClose}
    >
      <p>{t('users.resetText')}</p>
    </Dialog>
  );
}

export function RemoveUserDialog({ user, onClose }: Props & { readonly user: User }) {
  const { t } = useTexts();
  const remove = useChange(users, 'delete');
  return (
    <Dialog
      title={t('users.remove', { name: user.name })}
      submit={t('actions.delete')}
      isReady
      isDanger
      change={remove}
      onSubmit={() => remove.mutate({ params: { id: user.id } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t('users.removeText')}</p>
    </Dialog>
  );
}

/** Stays open until the person says that the secret was taken along. */
export function SecretDialog({ title, secret, onClose }: Props & { readonly title: string; readonly secret: string }) {
  const { t } = useTexts();
  return (
    <Modal isOpen variant="small" aria-labelledby="secret-title" onEscapePress={() => undefined}>
      <ModalHeader title={title} labelId="secret-title" />
      <ModalBody>
        <SecretOnce title={title} secret={secret} />
      </ModalBody>
      <ModalFooter>
        <Button onClick={onClose}>{t('settings.stored')}</Button>
      </ModalFooter>
    </Modal>
  );
}
