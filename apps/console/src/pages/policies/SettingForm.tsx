import type { Answer, policies } from '@breakwater/api';
import { ActionGroup, Alert, Button, Form, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { type FormEvent, useState } from 'react';
import { splitList } from '../../format/split-list.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Field, TextField } from '../../ui/Field.tsx';
import { parseParam, renderParam } from './param-text.ts';

type Policy = Answer<typeof policies.endpoints.get>;
type Setting = Policy['ownSettings'][number];

interface Props {
  readonly params: Policy['params'];
  readonly onSave: (setting: Setting) => void;
  /** What it would open and close, before it is saved. */
  readonly onTry: (setting: Setting) => void;
  readonly onCancel: () => void;
}

const CHOICES = ['', 'on', 'off'] as const;

/** One more setting: where it holds, on or off, and the parameters that differ there. */
export function SettingForm({ params, onSave, onTry, onCancel }: Props) {
  const { t } = useTexts();
  const [clusters, setClusters] = useState('');
  const [namespaces, setNamespaces] = useState('');
  const [enabled, setEnabled] = useState<string>('');
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string>();
  const use = (take: (setting: Setting) => void) => {
    setProblem(undefined);
    const values: Record<string, unknown> = {};
    for (const [name, text] of Object.entries(texts).filter(([, typed]) => typed !== '')) {
      const outcome = parseParam(text, params[name]?.type ?? 'string');
      if ('problem' in outcome) {
        setProblem(`${name}: ${t(`paramProblem.${outcome.problem}`)}`);
        return;
      }
      values[name] = outcome.value;
    }
    take({
      scope: { ...listScope('clusters', clusters), ...listScope('namespaces', namespaces) },
      ...(enabled === '' ? {} : { enabled: enabled === 'on' }),
      ...(Object.keys(values).length === 0 ? {} : { params: values }),
    });
  };
  return (
    <Form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        use(onSave);
      }}
    >
      <TextField label={t('scope.clusters')} value={clusters} onChange={setClusters} help={t('scope.listHelp')} />
      <TextField label={t('scope.namespaces')} value={namespaces} onChange={setNamespaces} help={t('scope.listHelp')} />
      <Field label={t('columns.enabled')}>
        {id => (
          <FormSelect id={id} value={enabled} onChange={(_event, value) => setEnabled(value)}>
            {CHOICES.map(choice => (
              <FormSelectOption key={choice} value={choice} label={t(choice === '' ? 'policies.asBroader' : `policies.${choice}`)} />
            ))}
          </FormSelect>
        )}
      </Field>
      {Object.entries(params).map(([name, param]) => (
        <TextField
          key={name}
          label={name}
          value={texts[name] ?? ''}
          onChange={text => setTexts(old => ({ ...old, [name]: text }))}
          help={`${param.doc} (${param.type}; ${t('policies.default')}: ${renderParam(param.default)})`}
        />
      ))}
      {problem !== undefined && <Alert variant="danger" isInline title={problem} component="p" />}
      <ActionGroup>
        <Button type="submit">{t('actions.save')}</Button>
        <Button variant="secondary" onClick={() => use(onTry)}>
          {t('editor.dryRun')}
        </Button>
        <Button variant="link" onClick={onCancel}>
          {t('actions.cancel')}
        </Button>
      </ActionGroup>
    </Form>
  );
}

function listScope(name: 'clusters' | 'namespaces', text: string): Readonly<Record<string, string[]>> {
  const names = splitList(text);
  return names.length === 0 ? {} : { [name]: names };
}
