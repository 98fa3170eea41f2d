import { exceptions } from '@breakwater/api';
import { ActionGroup, Button, Form, TextArea } from '@patternfly/react-core';
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
import { type Draft, isOfVulnerability, PARTS, readDraft, toRequest, toScope } from './draft.ts';
import { EndFields } from './EndFields.tsx';
import { KindField } from './KindField.tsx';

function RequestExceptionPage() {
  const { t } = useTexts();
  const go = useGo();
  const search = useSearch({ strict: false }) as Readonly<Record<string, string | undefined>>;
  const [draft, setDraft] = useState(() => readDraft(search));
  const edit = (part: Partial<Draft>) => setDraft(old => ({ ...old, ...part }));
  const request = useChange(exceptions, 'request');
  const isVulnerability = isOfVulnerability(draft);
  const isReady = toRequest(draft, 0) !== undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = toRequest(draft, Date.now());
    if (body !== undefined) request.mutate({ body }, { onSuccess: () => go('/exceptions?filter=state=requested') });
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
            label={t(isVulnerability ? 'columns.vulnerability' : 'exceptions.target')}
            value={draft.target}
            onChange={target => edit({ target })}
            isRequired
            help={t('exceptions.targetHelp')}
          />
          {isVulnerability && <KindField kind={draft.kind} onChange={kind => edit({ kind })} />}
          <Field label={t('columns.reason')} isRequired help={t('exceptions.reasonHelp')}>
            {id => <TextArea id={id} value={draft.reason} onChange={(_event, reason) => edit({ reason })} rows={3} isRequired />}
          </Field>
          <EndFields draft={draft} onChange={edit} />
          {PARTS.filter(part => part !== 'packages' || isVulnerability).map(part => (
            <TextField
              key={part}
              label={t(`scope.${part}`)}
              value={draft[part]}
              onChange={text => edit({ [part]: text })}
              help={t('scope.listHelp')}
            />
          ))}
          {Object.keys(toScope(draft)).length === 0 && (
            <Mark tone="warn">{t(isVulnerability ? 'exceptions.everywhereVulnerability' : 'exceptions.everywhere')}</Mark>
          )}
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
