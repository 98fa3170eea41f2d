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
import { ClusterLink, NamespaceLink, toNamespaceUrl, toNodeUrl } from '../../ui/PlaceLinks.tsx';
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
  const location = violation.results[0]?.location;
  return (
    <Facts
      items={[
        [t('columns.object'), <ObjectLink key="object" violation={violation} />],
        ...(location === undefined
          ? []
          : [
              [
                t('columns.file'),
                <span key="file" className="bw-mono">
                  {location.file}:{location.line}
                </span>,
              ] as const,
            ]),
        [
          t('columns.namespace'),
          violation.namespace === '' ? (
            t('words.none')
          ) : (
            <NamespaceLink key="namespace" cluster={violation.cluster} name={violation.namespace} />
          ),
        ],
        [t('columns.cluster'), <ClusterLink key="cluster" cluster={violation.cluster} name={violation.clusterName} />],
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

/** What there is a page about leads there. */
function ObjectLink({ violation }: { readonly violation: Violation }) {
  const { cluster, kind, name, container, workload } = violation;
  const text = <PlaceText kind={kind} name={name} container={container} />;
  if (workload !== undefined) return <Link to={`/workloads/${encodeURIComponent(workload)}`}>{text}</Link>;
  if (kind === 'Namespace') return <Link to={toNamespaceUrl({ cluster, name })}>{text}</Link>;
  if (kind === 'Node') return <Link to={toNodeUrl({ cluster, name })}>{text}</Link>;
  return text;
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
          <span key="event" className="bw-time">
            {t(`historyEvent.${event}`)}
          </span>,
          <span key="detail" lang={language}>
            {detail}
          </span>,
        ],
      }))}
    />
  );
}

export const page: PageDefinition = { path: '/violations/$id', title: 'violations.one', permission: 'view', Component: ViolationPage };
