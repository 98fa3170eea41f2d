import { type Answer, complianceRuns } from '@breakwater/api';
import { useParams, useSearch } from '@tanstack/react-router';
import { useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { EmptyMessage, QueryStates } from '../../ui/States.tsx';
import { AttestAction } from './AttestAction.tsx';
import { VerdictTable } from './VerdictTable.tsx';

type Control = Answer<typeof complianceRuns.endpoints.control>;

function ControlPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { framework = '', control = '' } = useSearch({ strict: false }) as { readonly framework?: string; readonly control?: string };
  const query = useEndpoint(complianceRuns, 'control', { params: { id }, query: { framework, control } });
  return <QueryStates query={query}>{found => <ControlDetail run={id} control={found} />}</QueryStates>;
}

function ControlDetail({ run, control }: { readonly run: string; readonly control: Control }) {
  const { t } = useTexts();
  const { framework, control: id, title, state, reason, items } = control;
  return (
    <>
      <PageHead
        title={`${framework} ${id}`}
        text={title}
        parent={{ title: t('compliance.run'), to: `/compliance/${run}` }}
        marks={<StateMark subject="compliance" state={state} />}
        actions={state === 'manual' || state === 'review' ? <AttestAction framework={framework} control={id} /> : undefined}
      />
      <PageBody>
        {items.length === 0 && <EmptyMessage title={t('compliance.noVerdicts', { reason })} />}
        {items.length > 0 && (
          <Panel title={t('compliance.verdicts', { count: items.length })} isWide>
            <VerdictTable label={t('compliance.verdicts', { count: items.length })} items={items} />
          </Panel>
        )}
      </PageBody>
    </>
  );
}

export const page: PageDefinition = {
  path: '/compliance/$id/control',
  title: 'compliance.control',
  permission: 'view',
  Component: ControlPage,
};
