import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useTexts } from '../../texts/use-texts.ts';
import { Field, TextField } from '../../ui/Field.tsx';
import { type Draft, isOfVulnerability, type Until } from './draft.ts';

const DAYS = [7, 14, 30, 90, 180] as const;

interface Props {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** For how long: some days, until a day, and for a vulnerability until somebody has fixed it. What is none needs no end. */
export function EndFields({ draft, onChange }: Props) {
  const { t } = useTexts();
  const others: readonly Until[] = isOfVulnerability(draft)
    ? ['date', 'fixable', ...(draft.kind === 'false-positive' ? (['never'] as const) : [])]
    : ['date'];
  const change = (value: string) => onChange({ until: others.find(one => one === value) ?? Number(value) });
  return (
    <>
      <Field label={t('exceptions.until')} help={draft.until === 'fixable' ? t('exceptions.untilFixableHelp') : undefined}>
        {id => (
          <FormSelect id={id} value={draft.until} onChange={(_event, value) => change(value)}>
            {DAYS.map(count => (
              <FormSelectOption key={count} value={count} label={t('exceptions.days', { count })} />
            ))}
            {others.map(value => (
              <FormSelectOption key={value} value={value} label={t(`exceptionUntil.${value as Exclude<Until, number>}`)} />
            ))}
          </FormSelect>
        )}
      </Field>
      {draft.until === 'date' && (
        <TextField label={t('exceptions.lastDay')} type="date" value={draft.date} onChange={date => onChange({ date })} isRequired />
      )}
    </>
  );
}
