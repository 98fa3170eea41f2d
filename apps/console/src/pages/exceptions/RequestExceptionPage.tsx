import { exceptions } from '@breakwater/api';
import { ActionGroup, Button, Form, FormSelect, FormSelectOption, TextArea } from '@patternfly/react-core';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useGo } from '../../app/use-go.ts';
import { useChange } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, PageHead } from '../../ui/Detail.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { Field, TextField } from '../../ui/Field.tsx';
import { Mark } from '../../ui/StateMark.tsx';
import { PARTS, readDraft, toExpiry, toScope } from './draft.ts';

const DAYS = [7, 14, 30, 90, 180] as const;
const USUAL = 30;

function RequestExceptionPage() {
  const { t } = useTexts();
  const go = useGo();
  const search = useSearch({ strict: false }) as Readonly<Record<string, string | undefined>>;
  const [draft, setDraft] = useState(() => readDraft(search));
  const [reason, setReason] = useState('');
  const [days, setDays] = useState<number>(USUAL);
  const request = useChange(exceptions, 'request');
  const scope = toScope(draft);
  const isReady = draft.target.trim() !== '' && reason.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { target: draft.target.trim(), scope, reason: reason.trim(), expiry: toExpiry(days, Date.now()) };
    request.mutate({ body }, { onSuccess: () => go('/exceptions?filter=state=requested') });
  };
  return (
    <>
      <PageHead
        title={t('exceptions.request')}
        parent={{ title: t('exceptions.title'), to: '/exceptions' }}
        text={t('exceptions.requestText')}
      />
      <PageBody>
        <Form onSubmit={submit} className="bw-form">
          <TextField
            label={t('exceptions.target')}
            value={draft.target}
            onChange={target => setDraft({ ...draft, target })}
            isRequired
            help={t('exceptions.targetHelp')}
          />
          <Field label={t('columns.reason')} isRequired help={t('exceptions.reasonHelp')}>
            {id => <TextArea id={id} value={reason} onChange={(_event, value) => setReason(value)} rows={3} isRequired />}
          </Field>
          <Field label={t('exceptions.until')}>
            {id => (
              <FormSelect id={id} value={days} onChange={(_event, value) => setDays(Number(value))}>
                {DAYS.map(count => (
                  <FormSelectOption key={count} value={count} label={t('exceptions.days', { count })} />
                ))}
              </FormSelect>
            )}
          </Field>
          {PARTS.map(part => (
            <TextField
              key={part}
              label={t(`scope.${part}`)}
              value={draft[part]}
              onChange={text => setDraft({ ...draft, [part]: text })}
              help={t('scope.listHelp')}
            />
          ))}
          {Object.keys(scope).length === 0 && <Mark tone="warn">{t('exceptions.everywhere')}</Mark>}
          <FailureAlert failure={request.error} />
          <ActionGroup>
            <Button type="submit" isDisabled={!isReady} isLoading={request.isPending}>
              {t('exceptions.send')}
            </Button>
            <Button variant="link" onClick={() => history.back()}>
              {t('actions.cancel')}
            </Button>
          </ActionGroup>
        </Form>
      </PageBody>
    </>
  );
}

export const page: PageDefinition = {
  path: '/exceptions/new',
  title: 'exceptions.request',
  permission: 'request-exception',
  Component: RequestExceptionPage,
};
