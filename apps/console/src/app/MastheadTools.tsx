import { Divider, Dropdown, DropdownGroup, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { useState } from 'react';
import { useLogout, useSession } from '../data/session.ts';
import { LANGUAGES } from '../texts/i18n.ts';
import { useTexts } from '../texts/use-texts.ts';
import { LiveMark } from '../ui/LiveMark.tsx';
import { UnseenMark } from '../ui/UnseenMark.tsx';
import { THEMES, useTheme } from './theme.ts';
import { useGo } from './use-go.ts';

const LANGUAGE_NAMES = { en: 'English', ja: '日本語' } as const;

/** Right side of the masthead: whether what is shown is live, and what belongs to the person. */
export function MastheadTools({ isLive }: { readonly isLive: boolean }) {
  return (
    <div className="bw-tools">
      <UnseenMark />
      <LiveMark isLive={isLive} />
      <PersonMenu />
    </div>
  );
}

function PersonMenu() {
  const { t, language, changeLanguage } = useTexts();
  const { theme, changeTheme } = useTheme();
  const session = useSession();
  const logout = useLogout();
  const go = useGo();
  const [isOpen, setOpen] = useState(false);
  return (
    <Dropdown
      isOpen={isOpen}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      popperProps={{ position: 'right', appendTo: 'inline' }}
      toggle={ref => (
        <MenuToggle
          ref={ref}
          onClick={() => setOpen(open => !open)}
          isExpanded={isOpen}
          variant="plainText"
          aria-label={t('frame.you', { name: session.name })}
        >
          {session.name}
        </MenuToggle>
      )}
    >
      <DropdownGroup label={t('frame.theme')} labelHeadingLevel="h2">
        <DropdownList>
          {THEMES.map(name => (
            <DropdownItem key={name} isSelected={theme === name} onClick={() => changeTheme(name)}>
              {t(`theme.${name}`)}
            </DropdownItem>
          ))}
        </DropdownList>
      </DropdownGroup>
      <Divider />
      <DropdownGroup label={t('frame.language')} labelHeadingLevel="h2">
        <DropdownList>
          {LANGUAGES.map(name => (
            <DropdownItem key={name} isSelected={language === name} lang={name} onClick={() => changeLanguage(name)}>
              {LANGUAGE_NAMES[name]}
            </DropdownItem>
          ))}
        </DropdownList>
      </DropdownGroup>
      <Divider />
      <DropdownList>
        <DropdownItem onClick={() => go('/password')}>{t('password.title')}</DropdownItem>
        <DropdownItem onClick={logout}>{t('frame.logout')}</DropdownItem>
      </DropdownList>
    </Dropdown>
  );
}
