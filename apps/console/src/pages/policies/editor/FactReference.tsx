import { Button, ExpandableSection } from '@patternfly/react-core';
import { useMemo, useState } from 'react';
import { useTexts } from '../../../texts/use-texts.ts';
import { SearchBox } from '../../../ui/SearchBox.tsx';
import type { Reference } from './complete.ts';

/** Rows on the screen at once; a word more narrows them down. */
const MOST = 40;

interface Props {
  readonly reference: Reference;
  readonly target: string | undefined;
  readonly onInsert: ((text: string) => void) | undefined;
}

interface Row {
  readonly text: string;
  readonly type: string;
  readonly doc: string;
}

/** What an expression may read, those of the target first; what is chosen is written at the cursor. */
export function FactReference({ reference, target, onInsert }: Props) {
  const { t } = useTexts();
  const [words, setWords] = useState('');
  const rows = useMemo(() => listRows(reference, target), [reference, target]);
  const found = useMemo(() => filterRows(rows, words), [rows, words]);
  return (
    <div className="bw-stack">
      <SearchBox label={t('editor.searchFacts')} value={words} onChange={setWords} />
      <ul className="bw-facts-list" aria-label={t('editor.facts')}>
        {found.slice(0, MOST).map(({ text, type, doc }) => (
          <li key={`${text} ${doc}`}>
            {onInsert === undefined ? (
              <code className="bw-mono">{text}</code>
            ) : (
              <Button variant="link" isInline className="bw-mono" onClick={() => onInsert(text)}>
                {text}
              </Button>
            )}{' '}
            <span className="bw-quiet bw-mono">{type}</span>
            <div className="bw-fact-doc">{doc}</div>
          </li>
        ))}
      </ul>
      <p className="bw-quiet" role="status">
        {found.length > MOST ? t('editor.factsMore', { count: found.length - MOST }) : t('editor.factsFound', { count: found.length })}
      </p>
    </div>
  );
}

/** Every target with its variables, so that the choice can be made here. */
export function TargetChoice({ reference, target }: Pick<Props, 'reference' | 'target'>) {
  const { t } = useTexts();
  const chosen = reference.targets.find(({ name }) => name === target);
  return (
    <div className="bw-stack">
      <p>{t('editor.targetText')}</p>
      {chosen === undefined ? (
        <p className="bw-quiet">{t('editor.noTarget')}</p>
      ) : (
        <p>
          <code className="bw-mono">{chosen.name}</code>: {chosen.doc}. {t('editor.variables')}{' '}
          {chosen.variables.map(({ name, type }, index) => (
            <span key={name}>
              {index > 0 && ', '}
              <code className="bw-mono">{name}</code> <span className="bw-quiet">({type})</span>
            </span>
          ))}
        </p>
      )}
      <ExpandableSection toggleText={t('editor.allTargets')}>
        <dl className="bw-facts">
          {reference.targets.map(({ name, doc }) => (
            <div key={name}>
              <dt>
                <code className="bw-mono">{name}</code>
              </dt>
              <dd>{doc}</dd>
            </div>
          ))}
        </dl>
      </ExpandableSection>
    </div>
  );
}

function listRows({ targets, facts, functions }: Reference, target: string | undefined): readonly Row[] {
  const variables = targets.find(({ name }) => name === target)?.variables ?? [];
  const ofTarget = variables.flatMap(({ name, type }) =>
    facts.filter(({ subject }) => subject === type).map(fact => ({ text: `${name}.${fact.name}`, type: fact.type, doc: fact.doc })),
  );
  const known = new Set(variables.map(({ type }) => type));
  const others = facts
    .filter(({ subject }) => !known.has(subject))
    .map(({ subject, name, type, doc }) => ({ text: name, type: `${type} · ${subject}`, doc }));
  return [...ofTarget, ...functions.map(({ example, doc }) => ({ text: example, type: 'function', doc })), ...others];
}

/** Rows with all the words, in whatever part. */
function filterRows(rows: readonly Row[], text: string): readonly Row[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '');
  return rows.filter(row => {
    const whole = `${row.text} ${row.type} ${row.doc}`.toLowerCase();
    return words.every(word => whole.includes(word));
  });
}
