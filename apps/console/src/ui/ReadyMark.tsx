import { useTexts } from '../texts/use-texts.ts';
import { Mark } from './StateMark.tsx';

export function ReadyMark({ isReady }: { readonly isReady: boolean }) {
  const { t } = useTexts();
  return <Mark tone={isReady ? 'good' : 'bad'}>{isReady ? t('nodes.ready') : t('nodes.notReady')}</Mark>;
}
