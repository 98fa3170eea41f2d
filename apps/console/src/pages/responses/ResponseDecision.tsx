import { type Answer, responses } from '@breakwater/api';
import { ActionGroup, Button, Form, TextArea } from '@patternfly/react-core';
import { useState } from 'react';
import { useChange } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { Field } from '../../ui/Field.tsx';

type Decision = 'approve' | 'refuse' | 'undo';

/** What may be decided about a response now. */
export function listDecisions({ state, undoable }: Answer<typeof responses.endpoints.get>): readonly Decision[] {
  if (state === 'pending-approval') return ['approve', 'refuse'];
  return undoable ? ['undo'] : [];
}

/** With a reason that stays. */
export function ResponseDecision({ id, decisions }: { readonly id: string; readonly decisions: readonly Decision[] }) {
  const { t } = useTexts();
  const [reason, setReason] = useState('');
  const changes = { approve: useChange(responses, 'approve'), refuse: useChange(responses, 'refuse'), undo: useChange(responses, 'undo') };
  const decide = (decision: Decision) =>
    changes[decision].mutate({ params: { id }, body: { reason: reason.trim() } }, { onSuccess: () => setReason('') });
  const failure = Object.values(changes).find(({ error }) => error !== null)?.error;
  return (
    <Form onSubmit={event => event.preventDefault()}>
      <Field label={t('responses.reason')} help={t('responses.reasonHelp')} isRequired>
        {field => (
          <TextArea id={field} value={reason} onChange={(_event, value) => setReason(value)} rows={2} resizeOrientation="vertical" />
        )}
      </Field>
      <FailureAlert failure={failure} />
      <ActionGroup>
        {decisions.map(decision => (
          <Button
            key={decision}
            variant={decision === 'refuse' ? 'secondary' : 'primary'}
            isDisabled={reason.trim() === ''}
            isLoading={changes[decision].isPending}
            onClick={() => decide(decision)}
          >
            {t(`responses.${decision}`)}
          </Button>
        ))}
      </ActionGroup>
    </Form>
  );
}
