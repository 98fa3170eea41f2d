import type { Answer, overview } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { useTexts } from '../../texts/use-texts.ts';
import { ExposureMark } from '../../ui/ExposureMark.tsx';
import { RiskReasonText, RiskScore } from '../../ui/Risk.tsx';
import { SeverityCountList } from '../../ui/Severity.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';

type Rows = Answer<typeof overview.endpoints.get>['mostAtRisk'];

/** Where to look first, and why. */
export function RiskTable({ rows }: { readonly rows: Rows }) {
  const { t } = useTexts();
  if (rows.length === 0) return <p className="bw-quiet">{t('workloads.none')}</p>;
  return (
    <>
      <SmallTable
        label={t('overview.mostAtRisk')}
        columns={[
          t('columns.risk'),
          t('columns.workload'),
          t('columns.reason'),
          t('columns.violations'),
          t('columns.exposure'),
          t('columns.place'),
        ]}
        rows={rows.map(row => ({
          key: row.id,
          cells: [
            <RiskScore key="risk" score={row.risk} />,
            <Link key="name" to={`/workloads/${encodeURIComponent(row.id)}`} className="bw-name">
              {row.name}
            </Link>,
            row.topReason !== undefined && <RiskReasonText key="reason" {...row.topReason} />,
            <SeverityCountList key="violations" counts={row.violations} />,
            <ExposureMark key="exposure" exposure={row.exposure} />,
            `${row.clusterName} / ${row.namespace}`,
          ],
        }))}
      />
      <p>
        <Link to="/workloads">{t('actions.showAll')}</Link>
      </p>
    </>
  );
}
