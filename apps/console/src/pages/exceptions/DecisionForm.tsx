import { type Answer, exceptions } from '@breakwater/api';
import { ActionGroup, Button, Form, TextArea } from '@patternfly/react-core';
import { useState } from 'react';
import { useChange } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { Field } from '../../ui/Field.tsx';

type State = Answer<typeof exceptions.endpoints.get>['state'];
type Decision = 'approve' | 'deny' | 'end';

const DECISIONS: Readonly<Record<State, readonly Decision[]>> = {
  requested: ['approve', 'deny'],
  approved: ['end'],
  denied: [],
  expired: [],
  ended: [],
};

/** What may be decided about an exception, with a reason that stays. */
export function DecisionForm({ id, state }: { readonly id: string; readonly state: State }) {
  const { t } = useTexts();
  const [comment, setComment] = useState('');
  const changes = {
    approve: useChange(exceptions, 'approve'),
    deny: useChange(exceptions, 'deny'),
    end: useChange(exceptions, 'end'),
  };
  const decide = (decision: Decision) =>
    changes[decision].mutate({ params: { id }, body: { comment: comment.trim() } }, { onSuccess: () => setComment('') });
  const failure = Object.values(changes).find(({ error }) => error !== null)?.error;
  return (
    <Form onSubmit={event => event.preventDefault()}>
      <Field label={t('exceptions.comment')} help={t('exceptions.commentHelp')} isRequired>
        {field => (
          <TextArea id={field} value={comment} onChange={(_event, value) => setComment(value)} rows={2} resizeOrientation="vertical" />
        )}
      </Field>
      <FailureAlert failure={failure} />
      <ActionGroup>
        {DECISIONS[state].map(decision => (
          <Button
            key={decision}
            variant={decision === 'approve' ? 'primary' : 'secondary'}
            isDisabled={comment.trim() === ''}
            isLoading={changes[decision].isPending}
            onClick={() => decide(decision)}
          >
            {t(`exceptions.${decision}`)}
          </Button>
        ))}
      </ActionGroup>
    </Form>
  );
}
