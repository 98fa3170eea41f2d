import { type Answer, responses } from '@breakwater/api';
import { Alert } from '@patternfly/react-core';
import { useParams } from '@tanstack/react-router';
import { usePermission } from '../../data/session.ts';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { formatBytes } from '../../format/bytes.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { ClusterLink, NamespaceLink } from '../../ui/PlaceLinks.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ResponseNotes, ResponseSteps } from '../../ui/ResponseSteps.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { Mark, StateMark, type Tone } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { listDecisions, ResponseDecision } from './ResponseDecision.tsx';

type Response = Answer<typeof responses.endpoints.get>;

function ResponsePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useEndpoint(responses, 'get', { params: { id } });
  return <QueryStates query={query}>{response => <ResponseDetail response={response} />}</QueryStates>;
}

function ResponseDetail({ response }: { readonly response: Response }) {
  const { t } = useTexts();
  const mayDecide = usePermission('respond');
  const { record } = response;
  const decisions = listDecisions(response);
  const isPlan = response.dryRun;
  return (
    <>
      <PageHead
        title={`${t(`responseAction.${response.action}`)}: ${response.kind} ${response.name}`}
        parent={{ title: t('responses.title'), to: '/responses' }}
        marks={
          <>
            <StateMark subject="response" state={response.state} />
            {isPlan && <Mark tone="unknown">{t('responses.dryRun')}</Mark>}
          </>
        }
        text={response.reason}
      />
      <PageBody>
        {record.reverted !== undefined && (
          <Alert variant="warning" isInline component="p" title={t('responses.reverted')}>
            {record.reverted.message}
          </Alert>
        )}
        {response.undoing && <Alert variant="info" isInline component="p" title={t('responses.undoing')} />}
        <div className="bw-grid">
          <Panel title={t('responses.about')}>
            <About response={response} />
          </Panel>
          <Panel title={t('responses.result')}>
            <Outcome response={response} />
          </Panel>
          {mayDecide && decisions.length > 0 && (
            <Panel title={t('responses.decide')}>
              <ResponseDecision id={response.id} decisions={decisions} />
            </Panel>
          )}
          <Panel title={t('responses.steps')} isWide>
            {record.steps.length === 0 ? <p>{t('responses.noSteps')}</p> : <ResponseSteps record={record} isPlan={isPlan} />}
          </Panel>
          {record.evidence.length > 0 && (
            <Panel title={t('responses.evidence')} isWide>
              <p className="bw-quiet">{t('responses.evidenceText')}</p>
              <Evidence evidence={record.evidence} />
            </Panel>
          )}
        </div>
      </PageBody>
    </>
  );
}

function About({ response }: { readonly response: Response }) {
  const { t } = useTexts();
  const { record, approver, cluster, clusterName, namespace, requester } = response;
  const time = (label: string, at: string | undefined) =>
    at === undefined ? [] : [[label, <RelativeTime key={label} time={at} />] as const];
  return (
    <Facts
      items={[
        [t('responses.target'), `${response.kind} ${response.name}`],
        ...(namespace === ''
          ? []
          : [[t('columns.namespace'), <NamespaceLink key="namespace" cluster={cluster} name={namespace} />] as const]),
        [t('columns.cluster'), <ClusterLink key="cluster" cluster={cluster} name={clusterName} />],
        [t('responses.by'), response.automatic ? t('responses.byPolicy', { name: requester }) : requester],
        ...(approver === undefined ? [] : [[t('responses.approvedBy'), approver] as const]),
        ...(response.selfApproved ? [[t('responses.decide'), t('responses.selfApproved')] as const] : []),
        ...time(t('responses.requested'), response.requestedAt),
        ...time(t('responses.finished'), record.finishedAt),
        ...time(t('responses.undoAt'), record.undoAt),
        ...(record.undo === undefined
          ? []
          : [[t('responses.undoneBy'), `${record.undo.requestedBy.name}: ${record.undo.reason}`] as const]),
      ]}
    />
  );
}

const EFFECTS: Readonly<Record<NonNullable<Response['record']['verification']>['state'], Tone>> = {
  verified: 'good',
  requested: 'warn',
  failed: 'bad',
};

function Outcome({ response: { record } }: { readonly response: Response }) {
  const { t } = useTexts();
  const { verification, message } = record;
  return (
    <>
      <Facts
        items={[
          [t('responses.result'), message],
          ...(verification === undefined
            ? []
            : [
                [
                  t('responses.effect'),
                  <Mark key="effect" tone={EFFECTS[verification.state]}>
                    {t(`responseVerification.${verification.state}`)}
                  </Mark>,
                ] as const,
              ]),
        ]}
      />
      <ResponseNotes record={record} />
    </>
  );
}

function Evidence({ evidence }: { readonly evidence: Response['record']['evidence'] }) {
  const { t, language } = useTexts();
  return (
    <SmallTable
      label={t('responses.evidence')}
      columns={[t('responses.piece'), t('responses.size'), t('responses.hash')]}
      numbers={[1]}
      rows={evidence.map(({ name, bytes, sha256, truncated, note }) => ({
        key: name,
        cells: [
          truncated ? `${name} (${t('responses.truncated')})` : name,
          sha256 === undefined ? '' : formatBytes(bytes, language),
          sha256 === undefined ? (
            <span key="note" className="bw-quiet">
              {t('responses.missing')}: {note}
            </span>
          ) : (
            <code key="hash" className="bw-break">
              {sha256}
            </code>
          ),
        ],
      }))}
    />
  );
}

export const page: PageDefinition = { path: '/responses/$id', title: 'responses.one', permission: 'view', Component: ResponsePage };
