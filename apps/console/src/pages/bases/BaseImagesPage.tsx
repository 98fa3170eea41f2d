import { baseImages } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { UrlTabs } from '../../app/UrlTabs.tsx';
import { usePermission } from '../../data/session.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageHead } from '../../ui/Detail.tsx';
import { ApprovalDialog } from './ApprovalDialog.tsx';
import { ApprovalsTab } from './ApprovalsTab.tsx';
import { SeenTab } from './SeenTab.tsx';

/** What images rest on, and by whose word and until when they may. */
function BaseImagesPage() {
  const { t } = useTexts();
  const mayApprove = usePermission(baseImages.endpoints.create.permission);
  const [pattern, setPattern] = useState<string>();
  const approve = mayApprove ? setPattern : undefined;
  return (
    <>
      <PageHead
        title={t('bases.title')}
        text={t('bases.text')}
        actions={mayApprove && <Button onClick={() => setPattern('')}>{t('bases.approve')}</Button>}
      />
      <UrlTabs
        label={t('bases.parts')}
        tabs={[
          { id: 'seen', title: t('bases.seen'), content: () => <SeenTab onApprove={approve} /> },
          { id: 'approvals', title: t('bases.approvals'), content: () => <ApprovalsTab /> },
        ]}
      />
      {pattern !== undefined && <ApprovalDialog approval={undefined} pattern={pattern} onClose={() => setPattern(undefined)} />}
    </>
  );
}

export const page: PageDefinition = {
  path: '/base-images',
  title: 'bases.title',
  nav: { group: 'estate', order: 9 },
  permission: 'view',
  Component: BaseImagesPage,
};
