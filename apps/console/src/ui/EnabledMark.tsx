import { useTexts } from '../texts/use-texts.ts';
import { Mark } from './StateMark.tsx';

/** On or off; a number says how many settings of its own a policy has. */
export function EnabledMark({ isEnabled, settings = 0 }: { readonly isEnabled: boolean; readonly settings?: number }) {
  const { t } = useTexts();
  return (
    <>
      <Mark tone={isEnabled ? 'good' : 'unknown'}>{isEnabled ? t('policies.on') : t('policies.off')}</Mark>
      {settings > 0 && (
        <span className="bw-quiet" title={t('policies.ownSettings', { count: settings })}>
          {' '}
          +{settings}
        </span>
      )}
    </>
  );
}
