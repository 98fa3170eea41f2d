import { type Answer, fixPlan } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Link } from '../../app/Link.tsx';
import { usePermission } from '../../data/session.ts';
import { useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, PageHead } from '../../ui/Detail.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { FixPlanBody } from './FixPlanBody.tsx';
import { RebuildDialog } from './RebuildDialog.tsx';

type Plan = Answer<typeof fixPlan.endpoints.get>;

function FixPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useEndpoint(fixPlan, 'get', { params: { id } });
  return <QueryStates query={query}>{plan => <FixDetail plan={plan} />}</QueryStates>;
}

function FixDetail({ plan }: { readonly plan: Plan }) {
  const { t } = useTexts();
  const mayRebuild = usePermission(fixPlan.endpoints.rebuild.permission);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <PageHead
        title={plan.reference}
        parent={{ title: t('fixes.title'), to: '/fixes' }}
        marks={
          <>
            <Severity level={plan.severity} />
            <StateMark subject="plan" state={plan.state} />
            <Link to={`/images/${encodeURIComponent(plan.id)}`}>{t('images.one')}</Link>
          </>
        }
        actions={mayRebuild && plan.state === 'open' && <Button onClick={() => setOpen(true)}>{t('fixes.rebuild')}</Button>}
      />
      <PageBody>
        <FixPlanBody plan={plan} />
      </PageBody>
      {isOpen && <RebuildDialog plan={plan} onClose={() => setOpen(false)} />}
    </>
  );
}

export const page: PageDefinition = { path: '/fixes/$id', title: 'fixes.one', permission: 'view', Component: FixPage };
