import { type Answer, violations } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useParams } from '@tanstack/react-router';
import { Link } from '../../app/Link.tsx';
import { useGo } from '../../app/use-go.ts';
import { usePermission } from '../../data/session.ts';
import { useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { ClusterNotice } from '../../ui/ClusterNotice.tsx';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { PlaceText } from '../../ui/PlaceText.tsx';
import { Prose } from '../../ui/Prose.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { toExceptionUrl } from './exception-url.ts';
import { Findings } from './Findings.tsx';

type Violation = Answer<typeof violations.endpoints.get>;

function ViolationPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useEndpoint(violations, 'get', { params: { id } });
  return <QueryStates query={query}>{violation => <ViolationDetail violation={violation} />}</QueryStates>;
}

function ViolationDetail({ violation }: { readonly violation: Violation }) {
  const { t } = useTexts();
  const go = useGo();
  const mayRequest = usePermission('request-exception');
  const canAccept = mayRequest && violation.state !== 'accepted' && violation.state !== 'resolved';
  return (
    <>
      <PageHead
        title={violation.title}
        parent={{ title: t('violations.title'), to: '/violations' }}
        marks={
          <>
            <Severity level={violation.severity} />
            <StateMark subject="violation" state={violation.state} />
          </>
        }
        text={<span lang={violation.messageLanguage}>{violation.message}</span>}
        actions={
          canAccept && (
            <Button variant="secondary" onClick={() => go(toExceptionUrl(violation))}>
              {t('violations.makeException')}
            </Button>
          )
        }
      />
      <PageBody>
        <ClusterNotice cluster={violation.cluster} />
        <div className="bw-grid">
          <Panel title={t('violations.where')}>
            <Place violation={violation} />
          </Panel>
          <Panel title={t('violations.remediation')}>
            <Prose text={violation.remediation} />
          </Panel>
          <Panel title={t('violations.evidence')} isWide>
            <Findings results={violation.results} more={violation.more} lang={violation.messageLanguage} />
          </Panel>
          <Panel title={t('violations.rationale')}>
            <Prose text={violation.rationale} />
          </Panel>
          <Panel title={t('violations.history')}>
            <History history={violation.history} />
          </Panel>
        </div>
      </PageBody>
    </>
  );
}

function Place({ violation }: { readonly violation: Violation }) {
  const { t } = useTexts();
  const name = <PlaceText kind={violation.kind} name={violation.name} container={violation.container} />;
  const object = violation.workload === undefined ? name : <Link to={`/workloads/${encodeURIComponent(violation.workload)}`}>{name}</Link>;
  return (
    <Facts
      items={[
        [t('columns.object'), object],
        [t('columns.namespace'), violation.namespace === '' ? t('words.none') : violation.namespace],
        [t('columns.cluster'), violation.clusterName],
        [t('columns.owner'), violation.owner === '' ? t('words.unknown') : violation.owner],
        [
          t('columns.policy'),
          <Link key="policy" to={`/policies/${encodeURIComponent(violation.policy)}`}>
            {violation.policy}
          </Link>,
        ],
        [t('columns.opened'), <RelativeTime key="opened" time={violation.openedAt} />],
        [t('columns.updated'), <RelativeTime key="updated" time={violation.updatedAt} />],
        ...(violation.resolvedAt === undefined
          ? []
          : [[t('columns.resolved'), <RelativeTime key="resolved" time={violation.resolvedAt} />] as const]),
      ]}
    />
  );
}

function History({ history }: { readonly history: Violation['history'] }) {
  const { t } = useTexts();
  return (
    <SmallTable
      label={t('violations.history')}
      columns={[t('columns.at'), t('columns.event'), t('columns.detail')]}
      rows={history.map(({ at, event, detail, language }, index) => ({
        key: `${at} ${index}`,
        cells: [
          <RelativeTime key="at" time={at} />,
          t(`historyEvent.${event}`),
          <span key="detail" lang={language}>
            {detail}
          </span>,
        ],
      }))}
    />
  );
}

export const page: PageDefinition = { path: '/violations/$id', title: 'violations.one', permission: 'view', Component: ViolationPage };
