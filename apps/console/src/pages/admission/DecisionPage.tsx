import { type Answer, admission } from '@breakwater/api';
import { useParams } from '@tanstack/react-router';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { toYaml } from '../../format/to-yaml.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Code } from '../../ui/Code.tsx';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { AnswerMark } from './AnswerMark.tsx';

type Decision = Answer<typeof admission.endpoints.get>;

function DecisionPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useEndpoint(admission, 'get', { params: { id } });
  return <QueryStates query={query}>{decision => <DecisionDetail decision={decision} />}</QueryStates>;
}

function DecisionDetail({ decision }: { readonly decision: Decision }) {
  const { t } = useTexts();
  const { kind, namespace, name, decided, notEvaluated, glass } = decision;
  return (
    <>
      <PageHead
        title={`${decision.operation} ${namespace === '' ? '' : `${namespace}/`}${kind} ${name}`}
        parent={{ title: t('admission.title'), to: '/admission' }}
        marks={<AnswerMark row={decision} />}
      />
      <PageBody>
        <div className="bw-grid">
          <Panel title={t('admission.request')}>
            <Facts
              items={[
                [t('columns.cluster'), decision.clusterName],
                [t('admission.user'), decision.user],
                [t('admission.groups'), decision.groups.join(', ') || t('words.none')],
                [t('enforcement.owner'), decision.owner],
                [t('enforcement.requests'), decision.count],
                [t('columns.lastSeen'), <RelativeTime key="last" time={decision.lastSeen} />],
                [t('admission.revision'), decision.revision],
              ]}
            />
          </Panel>
          <Panel title={t('admission.decided')}>
            <div className="bw-stack">
              {decided.length === 0 && <p>{t('admission.nothingSaid')}</p>}
              {decided.length > 0 && (
                <SmallTable
                  label={t('admission.decided')}
                  columns={[t('columns.policy'), t('columns.action'), t('columns.detail')]}
                  rows={decided.map(({ policy, action, container = '', message }) => ({
                    key: `${policy} ${container}`,
                    cells: [
                      <Link key="policy" to={`/policies/${encodeURIComponent(policy)}`}>
                        {policy}
                      </Link>,
                      action,
                      message,
                    ],
                  }))}
                />
              )}
              {notEvaluated.length > 0 && <p>{t('admission.notEvaluated', { policies: notEvaluated.join(', ') })}</p>}
              {glass !== undefined && <p>{t('admission.glass', { reason: glass.reason, until: glass.until })}</p>}
              {glass?.secondPerson !== undefined && (
                <p>
                  {t(glass.secondPerson.confirmed ? 'admission.glassConfirmed' : 'admission.glassNamed', { name: glass.secondPerson.name })}
                </p>
              )}
            </div>
          </Panel>
          <Panel title={t('columns.object')} isWide>
            {decision.object === undefined ? (
              <p>{t('admission.noObject')}</p>
            ) : (
              <Code id="decision-object" label={t('columns.object')} text={toYaml(decision.object)} />
            )}
          </Panel>
        </div>
      </PageBody>
    </>
  );
}

export const page: PageDefinition = { path: '/admission/$id', title: 'admission.one', permission: 'view', Component: DecisionPage };
