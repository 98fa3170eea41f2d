import { type Answer, complianceRuns } from '@breakwater/api';
import { useParams, useSearch } from '@tanstack/react-router';
import { useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { EmptyMessage, QueryStates } from '../../ui/States.tsx';
import { AttestAction } from './AttestAction.tsx';
import { nameSubject } from './name-subject.ts';

type Control = Answer<typeof complianceRuns.endpoints.control>;
type Item = Control['items'][number];

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
            <LongTable
              label={t('compliance.verdicts', { count: items.length })}
              columns={[t('columns.state'), t('columns.severity'), t('columns.object'), t('compliance.what'), t('compliance.sinceWhen')]}
              rows={items.map((item, index) => ({ key: `${index} ${nameSubject(item.subject)}`, cells: toCells(item) }))}
            />
          </Panel>
        )}
      </PageBody>
    </>
  );
}

function toCells(item: Item) {
  return [
    <StateMark key="state" subject="compliance" state={item.state} />,
    <Severity key="severity" level={item.severity} />,
    nameSubject(item.subject),
    <Finding key="finding" item={item} />,
    <RelativeTime key="since" time={item.since} />,
  ];
}

/** What was found, what it rests on, and what makes it right. */
function Finding({ item }: { readonly item: Item }) {
  const { t } = useTexts();
  const { check, message, evidence, remediation, exception, firstSeen, lastSeen, change } = item;
  return (
    <>
      <p>{message}</p>
      <details>
        <summary>{t('compliance.evidence')}</summary>
        <Facts
          items={[
            [t('compliance.check'), check],
            ...evidence.map(
              ({ source, path, value }, index) =>
                [`${index + 1}. ${source}`, <span key={path} className="bw-mono">{`${path} = ${JSON.stringify(value)}`}</span>] as const,
            ),
            ...(remediation === '' ? [] : [[t('compliance.remediation'), remediation] as const]),
            ...(exception === undefined
              ? []
              : [[t('complianceState.accepted'), `${exception.reason} (${exception.expiry ?? t('words.none')})`] as const]),
            ...(change === undefined ? [] : [[t('compliance.cause'), t(`changeCause.${change.cause}`)] as const]),
            [t('compliance.firstSeen'), <RelativeTime key="first" time={firstSeen} />],
            [t('compliance.lastSeen'), <RelativeTime key="last" time={lastSeen} />],
          ]}
        />
      </details>
    </>
  );
}

export const page: PageDefinition = {
  path: '/compliance/$id/control',
  title: 'compliance.control',
  permission: 'view',
  Component: ControlPage,
};
