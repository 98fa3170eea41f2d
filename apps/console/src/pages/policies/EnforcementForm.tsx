import { type Answer, policies } from '@breakwater/api';
import { ActionGroup, Alert, Button, Form, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { type FormEvent, useState } from 'react';
import { useAsk } from '../../data/use-endpoint.ts';
import { splitList } from '../../format/split-list.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { Field, TextField } from '../../ui/Field.tsx';
import { WhatIfResult } from './WhatIfResult.tsx';

type Policy = Answer<typeof policies.endpoints.get>;
type Setting = Policy['ownSettings'][number];

const ACTIONS = ['inform', 'warn', 'deny'] as const;
type Action = (typeof ACTIONS)[number];

interface Props {
  readonly policy: Policy;
  readonly isSaving: boolean;
  readonly onSave: (settings: Setting[]) => void;
}

/** What is done when a violating object is deployed, and where; what would have been refused is shown before it can be saved. */
export function EnforcementForm({ policy, isSaving, onSave }: Props) {
  const { t } = useTexts();
  const [action, setAction] = useState<Action>('deny');
  const [clusters, setClusters] = useState('');
  const [namespaces, setNamespaces] = useState('');
  const ask = useAsk(policies, 'whatIf');
  const setting: Setting = {
    scope: { ...toScope('clusters', clusters), ...toScope('namespaces', namespaces) },
    enforcement: { deploy: action },
  };
  const key = JSON.stringify(setting);
  const [asked, setAsked] = useState('');
  const isShown = asked === key && ask.data !== undefined;
  const show = () => {
    setAsked(key);
    // What is warned of is what would be refused.
    const settings = merge(policy.ownSettings, { ...setting, enforcement: { deploy: 'deny' } });
    ask.mutate({ params: { id: policy.id }, body: { days: 30, settings } });
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (action === 'inform' || isShown) onSave(merge(policy.ownSettings, setting));
    else show();
  };
  return (
    <Form onSubmit={send}>
      <Field label={t('enforcement.column')}>
        {id => (
          <FormSelect id={id} value={action} onChange={(_event, value) => setAction(value as Action)}>
            {ACTIONS.map(value => (
              <FormSelectOption key={value} value={value} label={t(`enforcement.action.${value}`)} />
            ))}
          </FormSelect>
        )}
      </Field>
      <TextField label={t('scope.clusters')} value={clusters} onChange={setClusters} help={t('enforcement.scopeHelp')} />
      <TextField label={t('scope.namespaces')} value={namespaces} onChange={setNamespaces} help={t('enforcement.scopeHelp')} />
      <FailureAlert failure={ask.error} />
      {ask.isPending && <p role="status">{t('states.loading')}</p>}
      {isShown && <WhatIfResult outcome={ask.data} />}
      {action !== 'inform' && !isShown && <Alert variant="info" isInline title={t('enforcement.showFirst')} component="p" />}
      <ActionGroup>
        <Button type="submit" isLoading={isSaving || ask.isPending} isDisabled={isSaving || ask.isPending}>
          {action === 'inform' || isShown ? t('actions.save') : t('enforcement.show')}
        </Button>
      </ActionGroup>
    </Form>
  );
}

function toScope(name: 'clusters' | 'namespaces', text: string): Readonly<Record<string, string[]>> {
  const names = splitList(text);
  return names.length === 0 ? {} : { [name]: names };
}

/** With what the setting says of deploying, beside what a setting of the same scope says already. */
function merge(settings: readonly Setting[], { scope, enforcement }: Setting): Setting[] {
  const isSame = (other: Setting) => JSON.stringify(other.scope) === JSON.stringify(scope);
  const old = settings.find(isSame);
  return [...settings.filter(other => !isSame(other)), { ...old, scope, enforcement: { ...old?.enforcement, ...enforcement } }];
}
