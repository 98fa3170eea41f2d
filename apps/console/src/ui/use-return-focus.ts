import { useEffect } from 'react';

/** What had the focus before a dialog opened has it again afterwards; where that is gone with its row, the content has, so that the keyboard goes on from there. */
export function useReturnFocus(): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      // After the dialog's own trap has let go.
      setTimeout(() => {
        if (document.activeElement !== null && document.activeElement !== document.body) return;
        const target =
          before instanceof HTMLElement && before.isConnected && before !== document.body
            ? before
            : document.querySelector('#main-content');
        (target as HTMLElement | null)?.focus({ preventScroll: true });
      });
    };
  }, []);
}
