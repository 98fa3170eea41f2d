import { type Answer, policies } from '@breakwater/api';
import type { Scope } from '@breakwater/model';
import { Button, Switch } from '@patternfly/react-core';
import { useState } from 'react';
import { usePermission } from '../../data/session.ts';
import { useAsk, useChange } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { EnforcementText } from '../../ui/EnforcementText.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { ScopeText } from '../../ui/ScopeText.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { DryRunResult } from './editor/DryRunResult.tsx';
import { renderParam } from './param-text.ts';
import { SettingForm } from './SettingForm.tsx';

type Policy = Answer<typeof policies.endpoints.get>;
type Setting = Policy['ownSettings'][number];

/** On or off and parameters, everywhere and by scope. */
export function SettingsPanel({ policy }: { readonly policy: Policy }) {
  const { t } = useTexts();
  const mayChange = usePermission('administer');
  const change = useChange(policies, 'setSettings');
  const [isAdding, setAdding] = useState(false);
  const save = (settings: readonly Setting[]) => change.mutate({ params: { id: policy.id }, body: { settings: [...settings] } });
  const ask = useAsk(policies, 'dryRun');
  const params = Object.entries(policy.params);
  return (
    <Panel title={t('policies.settings')}>
      <div className="bw-stack">
        {mayChange ? (
          <Switch
            id="policy-enabled"
            label={t('policies.everywhere')}
            isChecked={policy.enabled}
            isDisabled={change.isPending}
            onChange={(_event, enabled) => save(withEverywhere(policy.ownSettings, { enabled }))}
          />
        ) : (
          <p>{policy.enabled ? t('policies.on') : t('policies.off')}</p>
        )}
        {params.length > 0 && (
          <SmallTable
            label={t('policies.params')}
            columns={[t('policies.param'), t('policies.default'), t('columns.detail')]}
            rows={params.map(([name, param]) => ({
              key: name,
              cells: [<code key="name">{name}</code>, <code key="default">{renderParam(param.default)}</code>, param.doc],
            }))}
          />
        )}
        {policy.ownSettings.length > 0 && (
          <SmallTable
            label={t('policies.settings')}
            columns={[t('columns.scope'), t('columns.enabled'), t('policies.enforcement'), t('policies.params'), t('columns.actions')]}
            rows={policy.ownSettings.map((setting, index) => ({
              key: JSON.stringify(setting.scope),
              cells: [
                <ScopeText key="scope" scope={setting.scope} />,
                setting.enabled === undefined ? t('policies.asBroader') : t(setting.enabled ? 'policies.on' : 'policies.off'),
                setting.enforcement === undefined ? (
                  t('policies.asBroader')
                ) : (
                  <EnforcementText key="enforcement" enforcement={setting.enforcement} />
                ),
                Object.entries(setting.params ?? {}).map(([name, value]) => <div key={name}>{`${name} = ${renderParam(value)}`}</div>),
                mayChange && (
                  <Button key="remove" variant="link" isInline onClick={() => save(policy.ownSettings.filter((_, at) => at !== index))}>
                    {t('actions.delete')}
                  </Button>
                ),
              ],
            }))}
          />
        )}
        <FailureAlert failure={change.error} />
        {mayChange && !isAdding && (
          <div>
            <Button variant="secondary" size="sm" onClick={() => setAdding(true)}>
              {t('policies.addSetting')}
            </Button>
          </div>
        )}
        {isAdding && (
          <SettingForm
            params={policy.params}
            onCancel={() => setAdding(false)}
            onTry={setting => ask.mutate({ body: { id: policy.id, settings: withSetting(policy.ownSettings, setting) } })}
            onSave={setting => {
              save(withSetting(policy.ownSettings, setting));
              setAdding(false);
            }}
          />
        )}
        {isAdding && (
          <>
            <FailureAlert failure={ask.error} />
            {ask.isPending && <p role="status">{t('states.loading')}</p>}
            {ask.data !== undefined && <DryRunResult outcome={ask.data} />}
          </>
        )}
      </div>
    </Panel>
  );
}

/** With one more, in the place of that of the same scope. */
function withSetting(settings: readonly Setting[], setting: Setting): Setting[] {
  return [...settings.filter(({ scope }) => JSON.stringify(scope) !== JSON.stringify(setting.scope)), setting];
}

/** The setting without any scope, replaced or added. */
function withEverywhere(settings: readonly Setting[], change: Partial<Setting>): Setting[] {
  const isEverywhere = ({ scope }: { readonly scope: Scope }) => Object.keys(scope).length === 0;
  const old = settings.find(isEverywhere);
  return [{ ...old, scope: {}, ...change }, ...settings.filter(setting => !isEverywhere(setting))];
}
