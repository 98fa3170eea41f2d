import { type Answer, fixPlan } from '@breakwater/api';
import { useState } from 'react';
import { usePermission } from '../../data/session.ts';
import { useChange, useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts } from '../../ui/Detail.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Field.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { LEVELS, readDays } from './read-days.ts';

type Days = Answer<typeof fixPlan.endpoints.settings>;

/** How many days people have, by severity: to read, and for administrators to change. */
export function DaysDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const query = useEndpoint(fixPlan, 'settings', {});
  const mayChange = usePermission('administer');
  if (query.data !== undefined && mayChange) return <ChangeDays days={query.data} onClose={onClose} />;
  return (
    <Dialog
      title={t('fixes.days')}
      submit={t('actions.close')}
      isReady
      change={{ isPending: false, error: null }}
      onSubmit={onClose}
      onClose={onClose}
    >
      <QueryStates query={query} rows={4}>
        {days => <Facts items={LEVELS.map(level => [t(`severity.${level}`), t('exceptions.days', { count: days[level] })])} />}
      </QueryStates>
    </Dialog>
  );
}

function ChangeDays({ days, onClose }: { readonly days: Days; readonly onClose: () => void }) {
  const { t } = useTexts();
  const change = useChange(fixPlan, 'change');
  const [texts, setTexts] = useState(() => ({
    critical: String(days.critical),
    high: String(days.high),
    medium: String(days.medium),
    low: String(days.low),
  }));
  const body = readDays(texts);
  return (
    <Dialog
      title={t('fixes.days')}
      submit={t('actions.save')}
      isReady={body !== undefined}
      change={change}
      onSubmit={() => body !== undefined && change.mutate({ body }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t('fixes.daysText')}</p>
      {LEVELS.map(level => (
        <TextField
          key={level}
          label={t(`severity.${level}`)}
          type="number"
          value={texts[level]}
          onChange={text => setTexts(old => ({ ...old, [level]: text }))}
          isRequired
        />
      ))}
    </Dialog>
  );
}
