import { ActionGroup, Button, Card, CardBody, Form, Title } from '@patternfly/react-core';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useGo } from '../../app/use-go.ts';
import logo from '../../breakwater.svg';
import { useLogin } from '../../data/session.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { TextField } from '../../ui/Field.tsx';

function LoginPage() {
  const { t } = useTexts();
  const { to = '/' } = useSearch({ strict: false }) as { to?: string };
  const go = useGo();
  const login = useLogin(() => go(isInside(to) ? to : '/'));
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate({ name, password });
  };
  return (
    <main className="bw-login">
      <div className="bw-login-box">
        <div className="bw-login-brand">
          <img src={logo} alt="" />
          <Title headingLevel="h1" size="2xl">
            Breakwater
          </Title>
        </div>
        <Card>
          <CardBody>
            <Form onSubmit={submit}>
              <TextField label={t('login.name')} value={name} onChange={setName} autoComplete="username" isRequired />
              <TextField
                label={t('login.password')}
                value={password}
                onChange={setPassword}
                type="password"
                autoComplete="current-password"
                isRequired
                help={t('login.firstTime')}
              />
              <FailureAlert failure={login.error} />
              <ActionGroup>
                <Button type="submit" isBlock isDisabled={name === '' || password === ''} isLoading={login.isPending}>
                  {t('login.submit')}
                </Button>
              </ActionGroup>
            </Form>
          </CardBody>
        </Card>
      </div>
    </main>
  );
}

/** A path of this console; nothing that a link from elsewhere could lead away to. */
function isInside(to: string): boolean {
  return to.startsWith('/') && !/^\/[/\\]/.test(to);
}

export const page: PageDefinition = { path: '/login', title: 'login.title', public: true, Component: LoginPage };
