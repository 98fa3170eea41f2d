import { type Answer, complianceRuns } from '@breakwater/api';
import { useParams, useSearch } from '@tanstack/react-router';
import { useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { StateCounts } from './StateCounts.tsx';
import { VerdictTable } from './VerdictTable.tsx';

type Detail = Answer<typeof complianceRuns.endpoints.node>;

function RunNodePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { node = '' } = useSearch({ strict: false }) as { readonly node?: string };
  const query = useEndpoint(complianceRuns, 'node', { params: { id }, query: { node } });
  return <QueryStates query={query}>{detail => <NodeDetail run={id} detail={detail} />}</QueryStates>;
}

function NodeDetail({ run, detail }: { readonly run: string; readonly detail: Detail }) {
  const { t } = useTexts();
  const { node, items, more } = detail;
  const title = t('compliance.verdicts', { count: items.length + more });
  return (
    <>
      <PageHead title={node.node} parent={{ title: t('compliance.run'), to: `/compliance/${run}?tab=nodes` }} />
      <PageBody>
        <Panel title={t('compliance.node')}>
          <NodeFacts detail={detail} />
        </Panel>
        {detail.facts !== undefined && (
          <Panel title={t('compliance.components')} isWide>
            <Facts
              items={detail.facts.components.map(({ name, argv }, index) => [
                `${index + 1}. ${name}`,
                <span key={name} className="bw-mono">
                  {argv.join(' ')}
                </span>,
              ])}
            />
          </Panel>
        )}
        <Panel title={title} isWide>
          <VerdictTable label={title} items={items} />
          {more > 0 && <p>{t('compliance.moreVerdicts', { count: more })}</p>}
        </Panel>
      </PageBody>
    </>
  );
}

function NodeFacts({ detail: { node, facts } }: { readonly detail: Detail }) {
  const { t } = useTexts();
  const { info, states, distribution, collectedAt } = node;
  const read = (key: string) => info[key] ?? t('words.none');
  return (
    <Facts
      items={[
        [t('compliance.verdictsByState'), <StateCounts key="states" states={states} />],
        [t('compliance.version'), read('kubeletVersion')],
        [t('compliance.runtime'), read('containerRuntimeVersion')],
        [t('compliance.system'), read('osImage')],
        [t('compliance.kernel'), read('kernelVersion')],
        [t('compliance.distribution'), distribution ?? t('words.none')],
        [t('compliance.factsFrom'), <RelativeTime key="facts" time={collectedAt} absent="compliance.noFacts" />],
        ...(facts === undefined
          ? []
          : [
              [
                t('compliance.looked'),
                t('compliance.lookedAt', { files: facts.files, certificates: facts.certificates, packages: facts.packages }),
              ] as const,
            ]),
      ]}
    />
  );
}

export const page: PageDefinition = {
  path: '/compliance/$id/node',
  title: 'compliance.node',
  permission: 'view',
  Component: RunNodePage,
};
