import type { Permission } from '@breakwater/api';
import { type ReactNode, useEffect } from 'react';
import { useSession } from '../data/session.ts';
import type { PageEntry } from '../page.ts';
import { useTexts } from '../texts/use-texts.ts';
import { NotPermitted } from '../ui/States.tsx';

/** What every page has: its title in the tab, and a plain word where the role does not reach. */
export function PageFrame({ entry, children }: { readonly entry: PageEntry; readonly children?: ReactNode }) {
  const { t } = useTexts();
  const title = t(entry.title);
  useEffect(() => {
    document.title = `${title} · Breakwater`;
  }, [title]);
  if (entry.public || entry.permission === undefined) return children;
  return <PermittedPage permission={entry.permission}>{children}</PermittedPage>;
}

function PermittedPage({ permission, children }: { readonly permission: Permission; readonly children: ReactNode }) {
  const session = useSession();
  return session.permissions.includes(permission) ? children : <NotPermitted />;
}
