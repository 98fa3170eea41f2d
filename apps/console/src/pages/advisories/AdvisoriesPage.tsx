import { scanners } from '@breakwater/api';
import { UrlTabs } from '../../app/UrlTabs.tsx';
import { usePermission } from '../../data/session.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageHead } from '../../ui/Detail.tsx';
import { DatabasesTab } from './DatabasesTab.tsx';
import { ScannersTab } from './ScannersTab.tsx';
import { ScansTab } from './ScansTab.tsx';
import { WatchedTab } from './WatchedTab.tsx';

/** By what images are judged, who looks, and how far they are. */
function AdvisoriesPage() {
  const { t } = useTexts();
  const isAdministrator = usePermission(scanners.endpoints.list.permission);
  return (
    <>
      <PageHead title={t('advisories.title')} text={t('advisories.text')} />
      <UrlTabs
        label={t('advisories.parts')}
        tabs={[
          { id: 'databases', title: t('advisories.databases'), content: () => <DatabasesTab /> },
          { id: 'scans', title: t('advisories.scans'), content: () => <ScansTab /> },
          ...(isAdministrator
            ? [
                { id: 'scanners', title: t('advisories.scanners'), content: () => <ScannersTab /> },
                { id: 'watched', title: t('advisories.watched'), content: () => <WatchedTab /> },
              ]
            : []),
        ]}
      />
    </>
  );
}

export const page: PageDefinition = {
  path: '/advisories',
  title: 'advisories.title',
  nav: { group: 'system', order: 6 },
  permission: 'view',
  Component: AdvisoriesPage,
};
