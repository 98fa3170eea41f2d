import { watchedImages } from '@breakwater/api';
import { useState } from 'react';
import { useChange } from '../../data/use-endpoint.ts';
import type { RowOf } from '../../list/use-list.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Field.tsx';

type Row = RowOf<typeof watchedImages.endpoints.list>;

const USUAL_HOURS = 24;
const MOST_HOURS = 720;

/** What is looked at, and how often. */
export function WatchDialog({ row, onClose }: { readonly row: Row | undefined; readonly onClose: () => void }) {
  const { t } = useTexts();
  const create = useChange(watchedImages, 'create');
  const update = useChange(watchedImages, 'update');
  const [pattern, setPattern] = useState(row?.pattern ?? '');
  const [text, setText] = useState(String(row?.hours ?? USUAL_HOURS));
  const hours = Number(text);
  const body = { pattern: pattern.trim(), hours };
  const save = () =>
    row === undefined
      ? create.mutate({ body }, { onSuccess: onClose })
      : update.mutate({ params: { id: row.id }, body }, { onSuccess: onClose });
  return (
    <Dialog
      title={row === undefined ? t('watched.add') : row.pattern}
      submit={t('actions.save')}
      isReady={body.pattern !== '' && Number.isInteger(hours) && hours >= 1 && hours <= MOST_HOURS}
      change={row === undefined ? create : update}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField label={t('columns.pattern')} value={pattern} onChange={setPattern} isRequired help={t('watched.patternHelp')} />
      <TextField
        label={t('watched.hours')}
        type="number"
        value={text}
        onChange={setText}
        isRequired
        help={t('watched.hoursHelp', { count: MOST_HOURS })}
      />
    </Dialog>
  );
}

export function EndWatchDialog({ row, onClose }: { readonly row: Row; readonly onClose: () => void }) {
  const { t } = useTexts();
  const end = useChange(watchedImages, 'delete');
  return (
    <Dialog
      title={t('watched.end', { pattern: row.pattern })}
      submit={t('actions.delete')}
      isReady
      isDanger
      change={end}
      onSubmit={() => end.mutate({ params: { id: row.id } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t('watched.endText')}</p>
    </Dialog>
  );
}
