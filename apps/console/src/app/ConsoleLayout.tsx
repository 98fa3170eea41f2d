import {
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadLogo,
  MastheadMain,
  MastheadToggle,
  Page,
  PageSidebar,
  PageSidebarBody,
  PageToggleButton,
  SkipToContent,
} from '@patternfly/react-core';
import { BarsIcon } from '@patternfly/react-icons/dist/esm/icons/bars-icon.js';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import logo from '../breakwater.svg';
import { useLiveChanges } from '../data/changes.ts';
import { useDatabase } from '../data/database.ts';
import { queryClient } from '../data/query-client.ts';
import { useTexts } from '../texts/use-texts.ts';
import { ConnectionBanner, PasswordBanner } from './Banners.tsx';
import { Link } from './Link.tsx';
import { MastheadTools } from './MastheadTools.tsx';
import { Navigation } from './Navigation.tsx';

const MAIN = 'main-content';
/** Below this width the navigation lies over the page and closes after a choice (PatternFly's breakpoint xl). */
const WIDE = '(min-width: 75rem)';

const refreshAll = (): void => void queryClient.invalidateQueries();

/** The frame around every page that needs a session: brand, tools, navigation, and the live connection. */
export function ConsoleLayout() {
  const { t } = useTexts();
  const [isNavOpen, setNavOpen] = useState(() => matchMedia(WIDE).matches);
  const isLive = useLiveChanges();
  const hasDatabase = useDatabase(refreshAll);
  const { pathname } = useLocation();
  useFocusOnChange(pathname, () => {
    if (!matchMedia(WIDE).matches) setNavOpen(false);
  });
  const masthead = (
    <Masthead display={{ default: 'inline' }}>
      <MastheadMain>
        <MastheadToggle>
          <PageToggleButton
            variant="plain"
            aria-label={t('frame.toggleNavigation')}
            isSidebarOpen={isNavOpen}
            onSidebarToggle={() => setNavOpen(open => !open)}
            id="nav-toggle"
          >
            <BarsIcon />
          </PageToggleButton>
        </MastheadToggle>
        <MastheadBrand>
          <MastheadLogo component={HomeLink}>
            <img src={logo} alt="" className="bw-logo" />
            <span className="bw-brand">Breakwater</span>
          </MastheadLogo>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <MastheadTools isLive={isLive && hasDatabase} />
      </MastheadContent>
    </Masthead>
  );
  const sidebar = (
    <PageSidebar isSidebarOpen={isNavOpen}>
      <PageSidebarBody>
        <Navigation />
      </PageSidebarBody>
    </PageSidebar>
  );
  return (
    <Page
      masthead={masthead}
      sidebar={sidebar}
      skipToContent={<SkipToContent href={`#${MAIN}`}>{t('frame.skipToContent')}</SkipToContent>}
      mainContainerId={MAIN}
      mainAriaLabel={t('frame.content')}
      mainTabIndex={0}
      isContentFilled
    >
      <ConnectionBanner isLive={isLive} hasDatabase={hasDatabase} />
      <PasswordBanner />
      <Outlet />
    </Page>
  );
}

function HomeLink(props: { readonly className?: string }) {
  return <Link {...props} to="/" aria-label="Breakwater" />;
}

/** A new page starts at its top: the content takes the focus, as it would after a full load. */
function useFocusOnChange(pathname: string, onChange: () => void): void {
  const previous = useRef(pathname);
  useEffect(() => {
    if (previous.current === pathname) return;
    previous.current = pathname;
    onChange();
    document.getElementById(MAIN)?.focus({ preventScroll: true });
  }, [pathname, onChange]);
}
