import { useBlocker } from '@tanstack/react-router';
import { useRef } from 'react';
import { useGo } from '../../../app/use-go.ts';
import { useTexts } from '../../../texts/use-texts.ts';

/** Asks before what was written is lost, in the console and when the browser leaves it. Gives how to leave without being asked, once it is saved. */
export function useLeaveGuard(isDirty: boolean): (to: string) => void {
  const { t } = useTexts();
  const go = useGo();
  const isSaved = useRef(false);
  const mayLose = () => isDirty && !isSaved.current;
  useBlocker({ shouldBlockFn: () => mayLose() && !confirm(t('editor.reallyLeave')), enableBeforeUnload: mayLose });
  return to => {
    isSaved.current = true;
    go(to);
  };
}
