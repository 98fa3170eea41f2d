import { type Answer, fixPlan, notifiers } from '@breakwater/api';
import { Alert, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from '../../app/Link.tsx';
import { useChange, useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Code } from '../../ui/Code.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { toRebuildPreview } from './to-rebuild-preview.ts';

type Plan = Answer<typeof fixPlan.endpoints.get>;
type Notifier = Answer<typeof notifiers.endpoints.list>['results'][number];

const MOST = 500;

interface Props {
  readonly plan: Plan;
  readonly onClose: () => void;
}

/** Sends the plan to a builder of somebody's choice; what is sent stands there before. */
export function RebuildDialog({ plan, onClose }: Props) {
  const { t } = useTexts();
  const query = useEndpoint(notifiers, 'list', { query: { limit: MOST, sort: 'name' } });
  const rebuild = useChange(fixPlan, 'rebuild');
  const [chosen, setChosen] = useState<string>();
  const builders = (query.data?.results ?? []).filter(({ type }) => type === 'webhook');
  const builder = builders.find(({ id }) => id === chosen) ?? builders[0];
  const isDelivered = rebuild.data?.delivered === true;
  const send = () => builder !== undefined && rebuild.mutate({ params: { id: plan.id }, body: { notifier: builder.id } });
  return (
    <Dialog
      title={t('fixes.rebuildOf', { reference: plan.reference })}
      submit={t(isDelivered ? 'actions.close' : 'fixes.send')}
      isReady={builder !== undefined}
      change={rebuild}
      onSubmit={isDelivered ? onClose : send}
      onClose={onClose}
    >
      <QueryStates query={query} rows={2}>
        {() => <Builders builders={builders} chosen={builder} onChoose={setChosen} />}
      </QueryStates>
      {builder !== undefined && (
        <Code id="rebuild-body" label={t('fixes.preview')} text={JSON.stringify(toRebuildPreview(plan), null, 2)} />
      )}
      {rebuild.data !== undefined && (
        <Alert
          variant={isDelivered ? 'success' : 'danger'}
          isInline
          isLiveRegion
          component="p"
          title={isDelivered ? t('fixes.sent') : `${t('fixes.notSent')} ${rebuild.data.message}`}
        />
      )}
    </Dialog>
  );
}

interface BuildersProps {
  readonly builders: readonly Notifier[];
  readonly chosen: Notifier | undefined;
  readonly onChoose: (id: string) => void;
}

function Builders({ builders, chosen, onChoose }: BuildersProps) {
  const { t } = useTexts();
  if (chosen === undefined) {
    return (
      <p>
        {t('fixes.noBuilder')} <Link to="/settings/notifiers">{t('notifiers.add')}</Link>
      </p>
    );
  }
  return (
    <Field label={t('fixes.builder')} help={t('fixes.builderHelp')}>
      {id => (
        <FormSelect id={id} value={chosen.id} onChange={(_event, value) => onChoose(value)}>
          {builders.map(builder => (
            <FormSelectOption key={builder.id} value={builder.id} label={toLabel(builder)} />
          ))}
        </FormSelect>
      )}
    </Field>
  );
}

/** Its name, and where it goes. */
function toLabel({ name, config }: Notifier): string {
  const { url } = config as { readonly url?: unknown };
  return typeof url === 'string' ? `${name} (${url})` : name;
}
