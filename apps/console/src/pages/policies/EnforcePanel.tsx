import { type Answer, policies } from '@breakwater/api';
import { usePermission } from '../../data/session.ts';
import { useChange } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { EnforcementText } from '../../ui/EnforcementText.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { EnforcementForm } from './EnforcementForm.tsx';

type Policy = Answer<typeof policies.endpoints.get>;

/** What is done about violations, and the way to change it. */
export function EnforcePanel({ policy }: { readonly policy: Policy }) {
  const { t } = useTexts();
  const mayChange = usePermission('administer');
  const change = useChange(policies, 'setSettings');
  return (
    <Panel title={t('enforcement.set')} isWide>
      <div className="bw-stack">
        <EnforcementText enforcement={policy.enforcement} />
        <FailureAlert failure={change.error} />
        {mayChange && (
          <EnforcementForm
            policy={policy}
            isSaving={change.isPending}
            onSave={settings => change.mutate({ params: { id: policy.id }, body: { settings } })}
          />
        )}
      </div>
    </Panel>
  );
}
