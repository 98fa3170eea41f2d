import { type Answer, exceptions, type namespaces, violations, workloads } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { toFilter, toListUrl, type Where } from '../../list/list-url.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { ExpiryText } from '../../ui/ExpiryText.tsx';
import { ExposureMark } from '../../ui/ExposureMark.tsx';
import { PlaceText } from '../../ui/PlaceText.tsx';
import { RiskScore } from '../../ui/Risk.tsx';
import { SeverityCountList } from '../../ui/Severity.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { ViolationsTable } from '../../ui/ViolationsTable.tsx';

interface Props {
  readonly namespace: Answer<typeof namespaces.endpoints.get>;
}

/** Rows that a panel shows before it leads to the list. */
const SHOWN = 20;

/** Those at most risk. */
export function WorkloadsHere({ namespace: { cluster, name, workloads: count } }: Props) {
  const { t } = useTexts();
  const where = { cluster, namespace: name };
  const query = useEndpoint(workloads, 'list', { query: { filter: toFilter(where), sort: '-risk', limit: SHOWN } });
  return (
    <Panel title={t('namespaces.topWorkloads', { count })} isWide aside={<ShowAll path="/workloads" where={where} />}>
      <QueryStates query={query} rows={3}>
        {({ results }) =>
          results.length === 0 ? (
            <p className="bw-quiet">{t('namespaces.noWorkloads')}</p>
          ) : (
            <SmallTable
              label={t('workloads.title')}
              columns={[t('columns.workload'), t('columns.risk'), t('columns.exposure'), t('columns.violations'), t('columns.pods')]}
              numbers={[4]}
              rows={results.map(row => ({
                key: row.id,
                cells: [
                  <Link key="workload" to={`/workloads/${encodeURIComponent(row.id)}`}>
                    <PlaceText kind={row.kind} name={row.name} />
                  </Link>,
                  <RiskScore key="risk" score={row.risk} />,
                  <ExposureMark key="exposure" exposure={row.exposure} />,
                  <SeverityCountList key="violations" counts={row.violations} />,
                  row.podCount,
                ],
              }))}
            />
          )
        }
      </QueryStates>
    </Panel>
  );
}

/** Of everything in it, and of the namespace itself. */
export function ViolationsHere({ namespace: { cluster, name } }: Props) {
  const { t } = useTexts();
  const where = { cluster, namespace: name };
  const query = useEndpoint(violations, 'list', { query: { filter: toFilter(where), sort: '-severity', limit: SHOWN } });
  const count = query.data?.total ?? 0;
  return (
    <Panel title={t('violations.titleCount', { count })} isWide aside={<ShowAll path="/violations" where={where} />}>
      <QueryStates query={query} rows={3}>
        {({ results }) => <ViolationsTable rows={results} hasObjects empty={t('namespaces.noViolations')} />}
      </QueryStates>
    </Panel>
  );
}

/** Approved ones that name this place, or none at all. */
export function ExceptionsHere({ namespace: { cluster, name } }: Props) {
  const { t } = useTexts();
  const where = { cluster, namespace: name, state: 'approved' };
  const query = useEndpoint(exceptions, 'list', { query: { filter: toFilter(where), limit: SHOWN } });
  return (
    <Panel title={t('namespaces.exceptions')} aside={<ShowAll path="/exceptions" where={where} />}>
      <QueryStates query={query} rows={2}>
        {({ results }) =>
          results.length === 0 ? (
            <p className="bw-quiet">{t('namespaces.noExceptions')}</p>
          ) : (
            <SmallTable
              label={t('exceptions.title')}
              columns={[t('columns.target'), t('columns.reason'), t('columns.expires')]}
              rows={results.map(({ id, exception }) => ({
                key: id,
                cells: [
                  <Link key="target" to={`/exceptions/${encodeURIComponent(id)}`}>
                    {exception.target}
                  </Link>,
                  exception.reason,
                  <ExpiryText key="expiry" time={exception.expiry} />,
                ],
              }))}
            />
          )
        }
      </QueryStates>
    </Panel>
  );
}

function ShowAll({ path, where }: { readonly path: string; readonly where: Where }) {
  const { t } = useTexts();
  return <Link to={toListUrl(path, where)}>{t('actions.showAll')}</Link>;
}
