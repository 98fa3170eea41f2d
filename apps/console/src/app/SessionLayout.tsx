import { Outlet } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useSession } from '../data/session.ts';
import { ConsoleLayout } from './ConsoleLayout.tsx';
import { useGo } from './use-go.ts';

/** The frame; whose password was reset by somebody else sees nothing but the change of it, since the server answers nothing else. */
export function SessionLayout() {
  const { passwordReset } = useSession();
  const go = useGo();
  const wasReset = useRef(passwordReset);
  useEffect(() => {
    if (wasReset.current && !passwordReset) go('/');
    wasReset.current = passwordReset;
  }, [passwordReset, go]);
  if (!passwordReset) return <ConsoleLayout />;
  return (
    <main className="bw-alone">
      <Outlet />
    </main>
  );
}
