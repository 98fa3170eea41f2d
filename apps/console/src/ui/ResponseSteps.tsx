import type { ResponseRecord } from '@breakwater/model';
import { useTexts } from '../texts/use-texts.ts';
import { SmallTable } from './SmallTable.tsx';

interface Props {
  readonly record: ResponseRecord;
  /** Of a plan there is nothing to say about how far it is. */
  readonly isPlan?: boolean;
}

/** Each step with the calls to the API server and what they change, before and after. */
export function ResponseSteps({ record, isPlan = false }: Props) {
  const { t } = useTexts();
  const columns = [
    t('responses.step'),
    ...(isPlan ? [] : [t('columns.state')]),
    t('responses.call'),
    t('responses.field'),
    t('responses.before'),
    t('responses.after'),
  ];
  return (
    <SmallTable
      label={t('responses.steps')}
      columns={columns}
      rows={record.steps.flatMap((step, at) => {
        const changes = step.changes.length === 0 ? [undefined] : step.changes;
        return changes.map((change, index) => ({
          key: `${at} ${index}`,
          cells: [
            index === 0 ? step.name : '',
            ...(isPlan ? [] : [index === 0 ? describeState(step, t(`responseStep.${step.state}`)) : '']),
            change === undefined ? '' : `${change.verb} ${change.resource} ${change.name}`,
            change?.field ?? '',
            change === undefined ? '' : <Value key="before" text={change.before} />,
            change === undefined ? '' : <Value key="after" text={change.after} />,
          ],
        }));
      })}
    />
  );
}

function describeState({ message }: ResponseRecord['steps'][number], state: string): string {
  return message === undefined || message === 'done' ? state : `${state}: ${message}`;
}

function Value({ text }: { readonly text: string }) {
  const { t } = useTexts();
  if (text === '') return <span className="bw-quiet">{t('responses.nothing')}</span>;
  return <code className="bw-break">{text}</code>;
}

/** What speaks against it, and what is to be considered. */
export function ResponseNotes({ record }: { readonly record: ResponseRecord }) {
  const { t } = useTexts();
  return (
    <>
      {record.refusals.length > 0 && <Notes title={t('responses.refusals')} texts={record.refusals.map(({ message }) => message)} />}
      {record.warnings.length > 0 && <Notes title={t('responses.warnings')} texts={record.warnings} />}
    </>
  );
}

function Notes({ title, texts }: { readonly title: string; readonly texts: readonly string[] }) {
  return (
    <section>
      <h3 className="bw-subtitle">{title}</h3>
      <ul className="bw-list">
        {texts.map(text => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  );
}
