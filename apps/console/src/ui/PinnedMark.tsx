import { useTexts } from '../texts/use-texts.ts';
import { Mark } from './StateMark.tsx';

/** Whether the same reference always means the same content. */
export function PinnedMark({ isPinned }: { readonly isPinned: boolean }) {
  const { t } = useTexts();
  return <Mark tone={isPinned ? 'good' : 'warn'}>{isPinned ? t('images.pinned') : t('images.moving')}</Mark>;
}
