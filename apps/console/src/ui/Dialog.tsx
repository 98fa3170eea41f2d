import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { type FormEvent, type ReactNode, useId } from 'react';
import { useTexts } from '../texts/use-texts.ts';
import { FailureAlert } from './FailureAlert.tsx';
import { useReturnFocus } from './use-return-focus.ts';

interface Props {
  readonly title: string;
  /** Word on the button that does it. */
  readonly submit: string;
  readonly isReady: boolean;
  readonly isDanger?: boolean;
  readonly change: { readonly isPending: boolean; readonly error: unknown };
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A short form over the page; Escape and Cancel leave everything as it was. */
export function Dialog({ title, submit, isReady, isDanger = false, change, onSubmit, onClose, children }: Props) {
  const { t } = useTexts();
  const id = useId();
  useReturnFocus();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !change.isPending) onSubmit();
  };
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby={`${id}-title`}>
      <ModalHeader title={title} labelId={`${id}-title`} />
      <ModalBody>
        <Form id={id} onSubmit={send}>
          {children}
          <FailureAlert failure={change.error} />
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form={id} variant={isDanger ? 'danger' : 'primary'} isDisabled={!isReady} isLoading={change.isPending}>
          {submit}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('actions.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
