import { type Answer, type Body, baselines } from '@breakwater/api';
import { TextArea } from '@patternfly/react-core';
import { useState } from 'react';
import { useChange, useEndpoint } from '../../data/use-endpoint.ts';
import { toVisible } from '../../format/command-line.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { DeviationTable } from './DeviationTable.tsx';

type Wanted = Omit<Body<typeof baselines.endpoints.change>, 'reason'>;

interface Props {
  readonly baseline: Pick<Answer<typeof baselines.endpoints.get>, 'id'>;
  readonly wanted: Wanted;
  /** What is changed, where it is not the whole baseline. */
  readonly lines?: readonly string[];
  readonly onClose: () => void;
}

/** What is wanted of a baseline, why, and what of the last days would not have been normal then. */
export function ChangeDialog({ baseline: { id }, wanted, lines = [], onClose }: Props) {
  const { t } = useTexts();
  const [reason, setReason] = useState('');
  const change = useChange(baselines, 'change');
  const { change: kind } = wanted;
  return (
    <Dialog
      title={t(`baselineChange.${kind}`)}
      submit={t(`baselineChange.${kind}`)}
      isReady={reason.trim() !== ''}
      isDanger={kind === 'remove'}
      change={change}
      onSubmit={() => change.mutate({ params: { id }, body: { ...wanted, reason: reason.trim() } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t(`baselineChangeText.${kind}`)}</p>
      {lines.length > 0 && (
        <ul className="bw-processes">
          {lines.map(line => (
            <li key={line} className="bw-mono">
              {toVisible(line)}
            </li>
          ))}
        </ul>
      )}
      {(kind === 'lock' || kind === 'remove') && <Preview id={id} remove={kind === 'remove' ? (wanted.entries ?? []) : []} />}
      <Field label={t('columns.reason')} isRequired help={t('responses.reasonHelp')}>
        {field => <TextArea id={field} value={reason} onChange={(_event, next) => setReason(next)} rows={2} isRequired />}
      </Field>
    </Dialog>
  );
}

function Preview({ id, remove }: { readonly id: string; readonly remove: readonly string[] }) {
  const { t } = useTexts();
  const query = useEndpoint(baselines, 'preview', { params: { id }, body: { remove: [...remove] } }, { isOfInput: true });
  return (
    <QueryStates query={query}>
      {({ deviations, events }) => (
        <>
          <p role="status">{t('baselines.wouldDeviate', { count: deviations.length, events })}</p>
          {deviations.length > 0 && <DeviationTable deviations={deviations.slice(0, 10)} />}
        </>
      )}
    </QueryStates>
  );
}
