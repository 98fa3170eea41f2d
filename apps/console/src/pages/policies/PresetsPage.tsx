import { type Answer, presets } from '@breakwater/api';
import { Form, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { usePermission } from '../../data/session.ts';
import { useChange, useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { Field } from '../../ui/Field.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { QueryStates } from '../../ui/States.tsx';

type Presets = Answer<typeof presets.endpoints.get>;

function PresetsPage() {
  const { t } = useTexts();
  const query = useEndpoint(presets, 'get', {});
  return (
    <>
      <PageHead title={t('presets.title')} text={t('presets.text')} />
      <PageBody>
        <QueryStates query={query}>{data => <PresetChoices data={data} />}</QueryStates>
      </PageBody>
    </>
  );
}

function PresetChoices({ data }: { readonly data: Presets }) {
  const { t } = useTexts();
  const isReadOnly = !usePermission('administer');
  const change = useChange(presets, 'set');
  return (
    <div className="bw-stack">
      <Panel title={t('presets.everywhere')}>
        <Form onSubmit={event => event.preventDefault()} className="bw-form">
          <Field label={t('presets.preset')}>
            {id => (
              <FormSelect
                id={id}
                value={data.preset}
                isDisabled={isReadOnly || change.isPending}
                onChange={(_event, preset) => change.mutate({ body: { preset } })}
              >
                {listOptions(data, t)}
              </FormSelect>
            )}
          </Field>
          <FailureAlert failure={change.error} />
        </Form>
      </Panel>
      <Panel title={t('presets.byCluster')}>
        {data.clusters.length === 0 ? (
          <p className="bw-quiet">{t('presets.noClusters')}</p>
        ) : (
          <SmallTable
            label={t('presets.byCluster')}
            columns={[t('columns.cluster'), t('presets.preset')]}
            rows={data.clusters.map(({ cluster, clusterName, preset = '' }) => ({
              key: cluster,
              cells: [
                clusterName,
                <FormSelect
                  key="preset"
                  aria-label={t('presets.of', { cluster: clusterName })}
                  value={preset}
                  isDisabled={isReadOnly || change.isPending}
                  onChange={(_event, next) => change.mutate({ body: { cluster, ...(next === '' ? {} : { preset: next }) } })}
                >
                  <FormSelectOption value="" label={t('presets.asEverywhere', { preset: data.preset })} />
                  {listOptions(data, t)}
                </FormSelect>,
              ],
            }))}
          />
        )}
      </Panel>
    </div>
  );
}

/** Frameworks go by their own names. */
function listOptions({ presets: all }: Presets, t: ReturnType<typeof useTexts>['t']) {
  return all.map(({ name, policies: count }) => (
    <FormSelectOption key={name} value={name} label={t('presets.option', { name: optionalText(t, 'preset', name), count })} />
  ));
}

export const page: PageDefinition = {
  path: '/presets',
  title: 'presets.title',
  nav: { group: 'rules', order: 2 },
  permission: 'view',
  Component: PresetsPage,
};
