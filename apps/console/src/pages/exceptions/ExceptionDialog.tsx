import { exceptions } from '@breakwater/api';
import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader, TextArea } from '@patternfly/react-core';
import { useState } from 'react';
import { usePermission } from '../../data/session.ts';
import { useChange } from '../../data/use-endpoint.ts';
import type { RowOf } from '../../list/use-list.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts } from '../../ui/Detail.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { Field } from '../../ui/Field.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ScopeText } from '../../ui/ScopeText.tsx';
import { Mark, StateMark } from '../../ui/StateMark.tsx';

type Row = RowOf<typeof exceptions.endpoints.list>;
type Decision = 'approve' | 'deny' | 'end';

const DECISIONS: Readonly<Record<Row['state'], readonly Decision[]>> = {
  requested: ['approve', 'deny'],
  approved: ['end'],
  denied: [],
  expired: [],
  ended: [],
};

/** One exception whole, and what may be decided about it. */
export function ExceptionDialog({ row, onClose }: { readonly row: Row; readonly onClose: () => void }) {
  const { t } = useTexts();
  const mayDecide = usePermission('approve-exception');
  const [comment, setComment] = useState('');
  const changes = {
    approve: useChange(exceptions, 'approve'),
    deny: useChange(exceptions, 'deny'),
    end: useChange(exceptions, 'end'),
  };
  const decisions = mayDecide ? DECISIONS[row.state] : [];
  const decide = (decision: Decision) =>
    changes[decision].mutate({ params: { id: row.id }, body: { comment: comment.trim() } }, { onSuccess: onClose });
  const failure = Object.values(changes).find(({ error }) => error !== null)?.error;
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby="exception-title">
      <ModalHeader title={row.exception.target} labelId="exception-title" />
      <ModalBody>
        <div className="bw-stack">
          <ExceptionFacts row={row} />
          {decisions.length > 0 && (
            <Form onSubmit={event => event.preventDefault()}>
              <Field label={t('exceptions.comment')} isRequired help={t('exceptions.commentHelp')}>
                {id => <TextArea id={id} value={comment} onChange={(_event, value) => setComment(value)} rows={3} isRequired />}
              </Field>
            </Form>
          )}
          <FailureAlert failure={failure} />
        </div>
      </ModalBody>
      <ModalFooter>
        {decisions.map(decision => (
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
        <Button variant="link" onClick={onClose}>
          {t('actions.close')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}

function ExceptionFacts({ row }: { readonly row: Row }) {
  const { t } = useTexts();
  const { exception } = row;
  return (
    <Facts
      items={[
        [t('columns.state'), <StateMark key="state" subject="exception" state={row.state} />],
        [t('columns.reason'), exception.reason],
        [t('columns.scope'), <ScopeText key="scope" scope={exception.scope} />],
        [t('columns.requester'), exception.requester ?? t('words.unknown')],
        [t('exceptions.requestedAt'), <RelativeTime key="requested" time={row.requestedAt} />],
        [t('columns.expires'), <RelativeTime key="expires" time={exception.expiry} />],
        [t('exceptions.accepts'), row.violations],
        ...(exception.vexStatus === undefined ? [] : [['VEX', exception.vexStatus] as const]),
        ...(row.decidedAt === undefined ? [] : [[t('exceptions.decided'), <Decided key="decided" row={row} />] as const]),
      ]}
    />
  );
}

function Decided({ row }: { readonly row: Row }) {
  const { t } = useTexts();
  return (
    <>
      <RelativeTime time={row.decidedAt} />
      {row.exception.approver !== undefined && ` · ${row.exception.approver}`}
      {row.decision !== undefined && <p>{row.decision}</p>}
      {row.selfApproved && <Mark tone="warn">{t('exceptions.selfApproved')}</Mark>}
    </>
  );
}
