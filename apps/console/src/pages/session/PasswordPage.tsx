import { session } from '@breakwater/api';
import { ActionGroup, Alert, Button, Form } from '@patternfly/react-core';
import { type FormEvent, useState } from 'react';
import { useSession } from '../../data/session.ts';
import { useChange } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, PageHead } from '../../ui/Detail.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { TextField } from '../../ui/Field.tsx';

const SHORTEST = 12;

function PasswordPage() {
  const { t } = useTexts();
  const { passwordReset } = useSession();
  const change = useChange(session, 'changePassword');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ body: { current, next } });
  };
  const isReady = current !== '' && next.length >= SHORTEST && next === again;
  return (
    <>
      <PageHead title={t('password.title')} text={t(passwordReset ? 'password.wasReset' : 'password.text')} />
      <PageBody>
        <Form onSubmit={submit} className="bw-form">
          <TextField
            label={t('password.current')}
            value={current}
            onChange={setCurrent}
            type="password"
            autoComplete="current-password"
            isRequired
          />
          <TextField
            label={t('password.next')}
            value={next}
            onChange={setNext}
            type="password"
            autoComplete="new-password"
            isRequired
            help={t('password.length', { count: SHORTEST })}
          />
          <TextField
            label={t('password.again')}
            value={again}
            onChange={setAgain}
            type="password"
            autoComplete="new-password"
            isRequired
            help={again !== '' && again !== next ? t('password.different') : undefined}
          />
          <FailureAlert failure={change.error} />
          {change.isSuccess && <Alert variant="success" isInline title={t('password.done')} component="p" isLiveRegion />}
          <ActionGroup>
            <Button type="submit" isDisabled={!isReady} isLoading={change.isPending}>
              {t('password.submit')}
            </Button>
          </ActionGroup>
        </Form>
      </PageBody>
    </>
  );
}

export const page: PageDefinition = { path: '/password', title: 'password.title', permission: 'self', Component: PasswordPage };
