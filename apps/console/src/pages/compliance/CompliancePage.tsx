import { complianceRuns } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { UrlTabs } from '../../app/UrlTabs.tsx';
import { usePermission } from '../../data/session.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageHead } from '../../ui/Detail.tsx';
import { CoverageTab } from './CoverageTab.tsx';
import { ResponsibilityTab } from './ResponsibilityTab.tsx';
import { RunsTab } from './RunsTab.tsx';
import { SchedulesTab } from './SchedulesTab.tsx';
import { StartDialog } from './StartDialog.tsx';

function CompliancePage() {
  const { t } = useTexts();
  const mayStart = usePermission(complianceRuns.endpoints.start.permission);
  const [isStarting, setStarting] = useState(false);
  const tabs = [
    { id: 'coverage', title: t('compliance.coverage'), content: () => <CoverageTab /> },
    { id: 'runs', title: t('compliance.runs'), content: () => <RunsTab /> },
    { id: 'responsibility', title: t('compliance.responsibility'), content: () => <ResponsibilityTab /> },
    ...(mayStart ? [{ id: 'schedules', title: t('compliance.schedules'), content: () => <SchedulesTab /> }] : []),
  ];
  return (
    <>
      <PageHead
        title={t('compliance.title')}
        text={t('compliance.text')}
        actions={mayStart ? <Button onClick={() => setStarting(true)}>{t('compliance.start')}</Button> : undefined}
      />
      <UrlTabs label={t('compliance.title')} tabs={tabs} />
      {isStarting && <StartDialog onClose={() => setStarting(false)} />}
    </>
  );
}

export const page: PageDefinition = {
  path: '/compliance',
  title: 'compliance.title',
  nav: { group: 'findings', order: 8 },
  permission: 'view',
  Component: CompliancePage,
};
