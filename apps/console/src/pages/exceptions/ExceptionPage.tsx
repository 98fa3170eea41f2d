import { type Answer, exceptions } from '@breakwater/api';
import { Alert } from '@patternfly/react-core';
import { useParams } from '@tanstack/react-router';
import { Link } from '../../app/Link.tsx';
import { usePermission } from '../../data/session.ts';
import { useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import type { TextKey } from '../../texts/i18n.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { ExceptionEnd } from '../../ui/ExceptionEnd.tsx';
import { endsSoon } from '../../ui/ExpiryText.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ScopeText } from '../../ui/ScopeText.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { Mark, StateMark } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { ViolationsTable } from '../../ui/ViolationsTable.tsx';
import { toVulnerabilityUrl } from '../../ui/vulnerability-url.ts';
import { CoveredTable } from './CoveredTable.tsx';
import { DecisionForm } from './DecisionForm.tsx';
import { isOfVulnerability, toRequestUrl } from './draft.ts';

type Exception = Answer<typeof exceptions.endpoints.get>;

function ExceptionPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useEndpoint(exceptions, 'get', { params: { id } });
  return <QueryStates query={query}>{row => <ExceptionDetail row={row} />}</QueryStates>;
}

function ExceptionDetail({ row }: { readonly row: Exception }) {
  const { t } = useTexts();
  const mayDecide = usePermission('approve-exception');
  const isOpen = row.state === 'requested' || row.state === 'approved';
  return (
    <>
      <PageHead
        title={row.exception.target}
        parent={{ title: t('exceptions.title'), to: '/exceptions' }}
        marks={<StateMark subject="exception" state={row.state} />}
        text={row.exception.reason}
      />
      <PageBody>
        {row.state === 'approved' && endsSoon(row.exception.expiry) && <EndsSoon row={row} />}
        <div className="bw-grid">
          <Panel title={t('exceptions.about')}>
            <About row={row} />
          </Panel>
          {mayDecide && isOpen && (
            <Panel title={t('exceptions.decide')}>
              <DecisionForm id={row.id} state={row.state} />
            </Panel>
          )}
          <Covered row={row} />
          <Panel title={t('exceptions.history')} isWide>
            <History history={row.history} />
          </Panel>
        </div>
      </PageBody>
    </>
  );
}

function Covered({ row }: { readonly row: Exception }) {
  const { t } = useTexts();
  const isFinding = isOfVulnerability(row.exception);
  const [count, shown] = isFinding ? [row.findings, row.covered.length] : [row.violations, row.accepted.length];
  const empty = t(EMPTY[row.state]);
  return (
    <Panel title={t(isFinding ? 'exceptions.coversFindings' : 'exceptions.covers', { count })} isWide>
      {isFinding ? <CoveredTable rows={row.covered} empty={empty} /> : <ViolationsTable rows={row.accepted} hasObjects empty={empty} />}
      {count > shown && <p className="bw-quiet">{t('exceptions.coversMore', { shown })}</p>}
    </Panel>
  );
}

const EMPTY: Readonly<Record<Exception['state'], TextKey>> = {
  requested: 'exceptions.coversNotYet',
  approved: 'exceptions.coversNothing',
  denied: 'exceptions.coversNoMore',
  expired: 'exceptions.coversNoMore',
  ended: 'exceptions.coversNoMore',
};

function EndsSoon({ row }: { readonly row: Exception }) {
  const { t } = useTexts();
  const mayRequest = usePermission('request-exception');
  return (
    <Alert variant="warning" isInline component="p" title={t('exceptions.endsSoonNotice')}>
      {mayRequest && <Link to={toRequestUrl(row.exception)}>{t('exceptions.askAgain')}</Link>}
    </Alert>
  );
}

function About({ row }: { readonly row: Exception }) {
  const { t } = useTexts();
  const { exception } = row;
  const isFinding = isOfVulnerability(exception);
  const url = isFinding ? toVulnerabilityUrl(exception.target) : `/policies/${encodeURIComponent(exception.target)}`;
  return (
    <Facts
      items={[
        [
          t('columns.target'),
          <Link key="target" to={url}>
            {exception.target}
          </Link>,
        ],
        [t('columns.scope'), <ScopeText key="scope" scope={exception.scope} />],
        [t('columns.requester'), exception.requester ?? t('words.unknown')],
        [t('exceptions.requestedAt'), <RelativeTime key="requested" time={row.requestedAt} />],
        [t('columns.expires'), <ExceptionEnd key="expires" exception={exception} state={row.state} />],
        ...(row.kind === undefined ? [] : [[t('columns.kind'), t(`exceptionKind.${row.kind}.is`)] as const]),
        ...(exception.vexStatus === undefined ? [] : [['VEX', exception.vexStatus] as const]),
        ...(row.selfApproved
          ? [
              [
                t('exceptions.decided'),
                <Mark key="self" tone="warn">
                  {t('exceptions.selfApproved')}
                </Mark>,
              ] as const,
            ]
          : []),
      ]}
    />
  );
}

function History({ history }: { readonly history: Exception['history'] }) {
  const { t } = useTexts();
  return (
    <SmallTable
      label={t('exceptions.history')}
      columns={[t('columns.at'), t('columns.event'), t('exceptions.by'), t('columns.detail')]}
      rows={history.map(({ at, event, by, comment }, index) => ({
        key: `${at} ${index}`,
        cells: [<RelativeTime key="at" time={at} />, t(`exceptionState.${event}`), by, comment],
      }))}
    />
  );
}

export const page: PageDefinition = { path: '/exceptions/$id', title: 'exceptions.one', permission: 'view', Component: ExceptionPage };
