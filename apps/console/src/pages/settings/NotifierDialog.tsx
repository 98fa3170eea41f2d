import { notifiers } from '@breakwater/api';
import { SEVERITIES, type Severity } from '@breakwater/model';
import { Alert, Button, FormSelect, FormSelectOption, Switch } from '@patternfly/react-core';
import { useState } from 'react';
import { useChange } from '../../data/use-endpoint.ts';
import type { RowOf } from '../../list/use-list.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { Field, TextField } from '../../ui/Field.tsx';
import { fromNotifier, type NotifierDraft, toNotifierBody } from './notifier-draft.ts';

type Notifier = RowOf<typeof notifiers.endpoints.list>;

interface Props {
  readonly notifier: Notifier | undefined;
  readonly onClose: () => void;
}

/** A webhook: where it goes, and for whom. A secret is written here, never read back. */
export function NotifierDialog({ notifier, onClose }: Props) {
  const { t } = useTexts();
  const [isRemoving, setRemoving] = useState(false);
  const create = useChange(notifiers, 'create');
  const update = useChange(notifiers, 'update');
  const [draft, setDraft] = useState(() => fromNotifier(notifier));
  const edit = (part: Partial<NotifierDraft>) => setDraft(old => ({ ...old, ...part }));
  const body = toNotifierBody(draft, notifier);
  const save = () =>
    notifier === undefined
      ? create.mutate({ body }, { onSuccess: onClose })
      : update.mutate({ params: { id: notifier.id }, body }, { onSuccess: onClose });
  if (isRemoving && notifier !== undefined) return <RemoveNotifierDialog notifier={notifier} onClose={onClose} />;
  return (
    <Dialog
      title={notifier?.name ?? t('notifiers.add')}
      submit={t('actions.save')}
      isReady={draft.name.trim() !== '' && /^https?:\/\/./.test(draft.url)}
      change={notifier === undefined ? create : update}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField label={t('columns.name')} value={draft.name} onChange={name => edit({ name })} isRequired />
      <TextField
        label={t('notifiers.url')}
        value={draft.url}
        onChange={url => edit({ url })}
        type="url"
        isRequired
        help={t('notifiers.urlHelp')}
      />
      <TextField
        label={t('notifiers.secret')}
        value={draft.secret}
        onChange={secret => edit({ secret })}
        type="password"
        autoComplete="new-password"
        help={t('notifiers.secretHelp')}
      />
      <Field label={t('notifiers.from')}>
        {id => (
          <FormSelect id={id} value={draft.severity} onChange={(_event, value) => edit({ severity: value as Severity })}>
            {SEVERITIES.toReversed().map(severity => (
              <FormSelectOption key={severity} value={severity} label={t(`severity.${severity}`)} />
            ))}
          </FormSelect>
        )}
      </Field>
      <TextField label={t('notifiers.owners')} value={draft.owners} onChange={owners => edit({ owners })} help={t('scope.listHelp')} />
      <TextField label={t('scope.clusters')} value={draft.clusters} onChange={clusters => edit({ clusters })} help={t('scope.listHelp')} />
      <Switch label={t('columns.enabled')} isChecked={draft.enabled} onChange={(_event, enabled) => edit({ enabled })} />
      {notifier !== undefined && <NotifierActions notifier={notifier} onRemove={() => setRemoving(true)} />}
    </Dialog>
  );
}

function NotifierActions({ notifier, onRemove }: { readonly notifier: Notifier; readonly onRemove: () => void }) {
  const { t } = useTexts();
  const test = useChange(notifiers, 'test');
  const params = { id: notifier.id };
  return (
    <div className="bw-stack">
      <div className="bw-filter">
        <Button variant="secondary" isLoading={test.isPending} onClick={() => test.mutate({ params })}>
          {t('notifiers.test')}
        </Button>
        <Button variant="danger" onClick={onRemove}>
          {t('actions.delete')}
        </Button>
      </div>
      {test.data !== undefined && (
        <Alert
          variant={test.data.delivered ? 'success' : 'danger'}
          isInline
          isLiveRegion
          component="p"
          title={test.data.delivered ? t('notifiers.testDelivered') : `${t('notifiers.testFailed')} ${test.data.message}`}
        />
      )}
      <FailureAlert failure={test.error} />
    </div>
  );
}

function RemoveNotifierDialog({ notifier, onClose }: { readonly notifier: Notifier; readonly onClose: () => void }) {
  const { t } = useTexts();
  const remove = useChange(notifiers, 'delete');
  return (
    <Dialog
      title={t('notifiers.remove', { name: notifier.name })}
      submit={t('actions.delete')}
      isReady
      isDanger
      change={remove}
      onSubmit={() => remove.mutate({ params: { id: notifier.id } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t('notifiers.removeText')}</p>
    </Dialog>
  );
}
