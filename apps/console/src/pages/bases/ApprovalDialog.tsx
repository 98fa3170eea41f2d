import { baseImages } from '@breakwater/api';
import { TextArea } from '@patternfly/react-core';
import { useState } from 'react';
import { useChange } from '../../data/use-endpoint.ts';
import type { RowOf } from '../../list/use-list.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field, TextField } from '../../ui/Field.tsx';
import { type ApprovalDraft, toApprovalBody, toApprovalDraft } from './approval-draft.ts';

interface Props {
  /** The one that is changed; undefined for a new one. */
  readonly approval: RowOf<typeof baseImages.endpoints.list> | undefined;
  readonly pattern: string;
  readonly onClose: () => void;
}

/** Says which base images may be used, why, and until when; a renewal is a new end. */
export function ApprovalDialog({ approval, pattern, onClose }: Props) {
  const { t } = useTexts();
  const create = useChange(baseImages, 'create');
  const update = useChange(baseImages, 'update');
  const [draft, setDraft] = useState(() => toApprovalDraft(approval, pattern, Date.now()));
  const edit = (part: Partial<ApprovalDraft>) => setDraft(old => ({ ...old, ...part }));
  const body = toApprovalBody(draft);
  const save = () => {
    if (body === undefined) return;
    if (approval === undefined) create.mutate({ body }, { onSuccess: onClose });
    else update.mutate({ params: { id: approval.id }, body }, { onSuccess: onClose });
  };
  return (
    <Dialog
      title={t(approval === undefined ? 'bases.approve' : 'bases.changeTitle')}
      submit={t(approval === undefined ? 'bases.approveOne' : 'actions.save')}
      isReady={body !== undefined}
      change={approval === undefined ? create : update}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField
        label={t('columns.base')}
        value={draft.pattern}
        onChange={next => edit({ pattern: next })}
        isRequired
        help={t('bases.patternHelp')}
      />
      <Field label={t('columns.reason')} isRequired>
        {id => <TextArea id={id} value={draft.reason} onChange={(_event, reason) => edit({ reason })} rows={2} isRequired />}
      </Field>
      <TextField
        label={t('bases.until')}
        type="date"
        value={draft.expiry}
        onChange={expiry => edit({ expiry })}
        help={t('bases.untilHelp')}
      />
      <TextField
        label={t('columns.rescan')}
        type="number"
        value={draft.days}
        onChange={days => edit({ days })}
        isRequired
        help={t('bases.rescanHelp')}
      />
    </Dialog>
  );
}
