import { type Condition, formatFilter, type ListFields, parseFilter } from '@breakwater/api';
import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import type { TextKey } from '../texts/i18n.ts';
import { useTexts } from '../texts/use-texts.ts';

/** One field whose values are worth a click: buttons that set its condition in the filter. */
export interface Quick {
  readonly field: string;
  readonly title: TextKey;
  /** What the list shows without a condition on the field. */
  readonly none: TextKey;
  readonly options: readonly { readonly value: string; readonly title: TextKey }[];
}

interface Props {
  readonly quick: Quick;
  readonly fields: ListFields;
  readonly filter: string;
  readonly onChange: (filter: string) => void;
}

export function QuickChoice({ quick, fields, filter, onChange }: Props) {
  const { t } = useTexts();
  const outcome = parseFilter(filter, fields);
  const conditions = 'problem' in outcome ? [] : outcome.conditions;
  const current = conditions.filter(({ field }) => field === quick.field);
  const choose = (value: string | undefined) => onChange(formatFilter(replace(conditions, quick.field, value)));
  return (
    <ToggleGroup aria-label={t(quick.title)} isCompact>
      <ToggleGroupItem text={t(quick.none)} isSelected={current.length === 0} onChange={() => choose(undefined)} />
      {quick.options.map(({ value, title }) => (
        <ToggleGroupItem key={value} text={t(title)} isSelected={isOnly(current, value)} onChange={() => choose(value)} />
      ))}
    </ToggleGroup>
  );
}

function isOnly(conditions: readonly Condition[], value: string): boolean {
  const [first] = conditions;
  return conditions.length === 1 && first?.operator === '=' && first.values.length === 1 && first.values[0] === value;
}

function replace(conditions: readonly Condition[], field: string, value: string | undefined): Condition[] {
  const others = conditions.filter(condition => condition.field !== field);
  return value === undefined ? others : [...others, { field, operator: '=', values: [value] }];
}
