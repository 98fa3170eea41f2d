import type { Permission } from '@breakwater/api';
import { Nav, NavGroup, NavItem, NavList } from '@patternfly/react-core';
import { useLocation } from '@tanstack/react-router';
import { useSession } from '../data/session.ts';
import { type NavGroup as Group, NAV_GROUPS, type PageEntry } from '../page.ts';
import { pages } from '../pages.generated.ts';
import { useTexts } from '../texts/use-texts.ts';
import { Link } from './Link.tsx';

/** Derived from the pages themselves; what the role may not see is not offered. */
export function Navigation() {
  const { t } = useTexts();
  const { permissions } = useSession();
  const { pathname } = useLocation();
  return (
    <Nav aria-label={t('frame.navigation')}>
      {NAV_GROUPS.map(group => {
        const entries = listEntries(group, permissions);
        if (entries.length === 0) return null;
        const items = entries.map(entry => <NavLink key={entry.path} entry={entry} isActive={isActive(entry.path, pathname)} />);
        if (group === 'overview') return <NavList key={group}>{items}</NavList>;
        return (
          <NavGroup key={group} title={t(`nav.${group}`)}>
            {items}
          </NavGroup>
        );
      })}
    </Nav>
  );
}

function NavLink({ entry, isActive }: { readonly entry: PageEntry; readonly isActive: boolean }) {
  const { t } = useTexts();
  return (
    <NavItem isActive={isActive} itemId={entry.path}>
      <Link to={entry.path}>{t(entry.title)}</Link>
    </NavItem>
  );
}

function listEntries(group: Group, permissions: readonly Permission[]): PageEntry[] {
  return pages
    .filter(page => page.nav?.group === group && (page.permission === undefined || permissions.includes(page.permission)))
    .sort((a, b) => (a.nav?.order ?? 0) - (b.nav?.order ?? 0));
}

function isActive(path: string, pathname: string): boolean {
  return path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`);
}
