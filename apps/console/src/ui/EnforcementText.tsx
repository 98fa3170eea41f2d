import type { Enforcement } from '@breakwater/model';
import { useTexts } from '../texts/use-texts.ts';

const STAGES = ['build', 'deploy', 'runtime'] as const;

/** What is done about violations, stage by stage; stages that only inform are left out. */
export function EnforcementText({ enforcement }: { readonly enforcement: Enforcement }) {
  const { t } = useTexts();
  const stages = STAGES.flatMap(stage => {
    const action = enforcement[stage];
    return action === undefined || action === 'inform' ? [] : [{ stage, action }];
  });
  if (stages.length === 0) return <>{t('policies.informOnly')}</>;
  return (
    <>
      {stages.map(({ stage, action }) => (
        <div key={stage}>{`${t(`enforcement.stage.${stage}`)}: ${t(`enforcement.action.${action}`)}`}</div>
      ))}
    </>
  );
}
