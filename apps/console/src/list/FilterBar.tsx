import { type Condition, formatFilter, type ListFields, parseFilter, type Resource } from '@breakwater/api';
import { Button, HelperText, HelperTextItem, Label, TextInputGroup, TextInputGroupMain } from '@patternfly/react-core';
import { SearchIcon } from '@patternfly/react-icons/dist/esm/icons/search-icon.js';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useTexts } from '../texts/use-texts.ts';
import { explainField } from './explain-field.ts';
import { readInput, type Suggestion, suggest } from './suggest.ts';
import { useKnownValues } from './use-known-values.ts';

interface Props {
  readonly fields: ListFields;
  /** The filter of the URL. */
  readonly filter: string;
  readonly onChange: (filter: string) => void;
  /** Where a bare word is looked for. */
  readonly textField: string;
  /** Knows the values that occur; undefined where nobody does. */
  readonly resource: Resource | undefined;
  readonly children?: ReactNode;
}

/** Conditions as labels, and a box that writes one more with the words of the API's grammar. */
export function FilterBar({ fields, filter, onChange, textField, resource, children }: Props) {
  const { t } = useTexts();
  const outcome = parseFilter(filter, fields);
  const conditions = 'problem' in outcome ? [] : outcome.conditions;
  const add = (condition: Condition) => onChange(formatFilter([...conditions.filter(one => !isSame(one, condition)), condition]));
  const remove = (condition: Condition) => onChange(formatFilter(conditions.filter(one => one !== condition)));
  return (
    <search className="bw-filter">
      <ConditionBox
        fields={fields}
        textField={textField}
        resource={resource}
        onAdd={add}
        onRemoveLast={() => conditions.length > 0 && remove(conditions.at(-1) as Condition)}
      />
      {children}
      {filter !== '' && (
        <div className="bw-filter-terms">
          {'problem' in outcome && (
            <Label status="danger" onClose={() => onChange('')} closeBtnAriaLabel={t('filter.remove', { condition: filter })}>
              {filter}: {outcome.problem}
            </Label>
          )}
          {conditions.map(condition => {
            const text = formatFilter([condition]);
            return (
              <Label
                key={text}
                variant="outline"
                onClose={() => remove(condition)}
                closeBtnAriaLabel={t('filter.remove', { condition: text })}
              >
                {condition.field} {condition.operator} {condition.values.join(' | ')}
              </Label>
            );
          })}
          <Button variant="link" size="sm" isInline onClick={() => onChange('')}>
            {t('filter.clear')}
          </Button>
        </div>
      )}
    </search>
  );
}

function isSame(a: Condition, b: Condition): boolean {
  return formatFilter([a]) === formatFilter([b]);
}

interface BoxProps extends Pick<Props, 'fields' | 'textField' | 'resource'> {
  readonly onAdd: (condition: Condition) => void;
  readonly onRemoveLast: () => void;
}

function ConditionBox({ fields, textField, resource, onAdd, onRemoveLast }: BoxProps) {
  const { t } = useTexts();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [problem, setProblem] = useState<string>();
  const known = useKnownValues(resource, fields, isOpen ? text : '');
  const suggestions = isOpen ? suggest(text, fields, known) : [];
  const write = (value: string) => {
    setText(value);
    setActive(-1);
    setProblem(undefined);
    setOpen(true);
  };
  const finish = (value: string) => {
    const read = readInput(value, fields, textField);
    if (read === undefined) return;
    if ('problem' in read) {
      setProblem(read.problem);
      return;
    }
    write('');
    setOpen(false);
    onAdd(read.condition);
  };
  const choose = ({ text: chosen, isComplete }: Suggestion) => {
    if (isComplete) finish(chosen);
    else write(chosen);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && suggestions.length > 0) {
      event.preventDefault();
      setActive(current => (current + step + suggestions.length + (current < 0 && step < 0 ? 1 : 0)) % suggestions.length);
    } else if (step !== undefined) setOpen(true);
    else if (event.key === 'Escape') setOpen(false);
    else if (event.key === 'Backspace' && text === '') onRemoveLast();
    else if (event.key === 'Tab' && active >= 0 && suggestions[active] !== undefined) {
      event.preventDefault();
      choose(suggestions[active]);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const chosen = suggestions[active];
      if (chosen === undefined) finish(text);
      else choose(chosen);
    }
  };
  return (
    <div className="bw-filter-box">
      <TextInputGroup {...(problem === undefined ? {} : { validated: 'error' as const })}>
        <TextInputGroupMain
          icon={<SearchIcon />}
          innerRef={input}
          type="text"
          role="combobox"
          aria-label={t('filter.label')}
          aria-controls={`${id}-list`}
          isExpanded={suggestions.length > 0}
          {...(active >= 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
          placeholder={t('filter.placeholder')}
          value={text}
          onChange={(_event, value) => write(value)}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
          data-filter-box=""
        />
      </TextInputGroup>
      {problem !== undefined && (
        <HelperText isLiveRegion>
          <HelperTextItem variant="error">{problem}</HelperTextItem>
        </HelperText>
      )}
      <SuggestionList id={id} suggestions={suggestions} active={active} fields={fields} onChoose={choose} />
    </div>
  );
}

interface ListProps {
  readonly id: string;
  readonly suggestions: readonly Suggestion[];
  readonly active: number;
  readonly fields: ListFields;
  readonly onChoose: (suggestion: Suggestion) => void;
}

function SuggestionList({ id, suggestions, active, fields, onChoose }: ListProps) {
  const { t } = useTexts();
  if (suggestions.length === 0) return null;
  return (
    <div className="bw-suggestions" role="listbox" id={`${id}-list`} aria-label={t('filter.suggestions')}>
      {suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the box keeps the focus and its keys choose
        <div
          key={suggestion.text}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className="bw-suggestion"
          onMouseDown={event => event.preventDefault()}
          onClick={() => onChoose(suggestion)}
        >
          <span className="bw-mono">{suggestion.label}</span>
          {suggestion.kind === 'field' && <small>{explainField(suggestion.field, fields, t)}</small>}
        </div>
      ))}
    </div>
  );
}
