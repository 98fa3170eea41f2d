import { admission } from '@breakwater/api';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { SmallTable } from '../../ui/SmallTable.tsx';

const DAYS = 7;

/** A week in figures: what was refused, by policy, namespace, user and owner. */
export function AdmissionFigures() {
  const { t, language } = useTexts();
  const { data } = useEndpoint(admission, 'summary', { query: { days: DAYS } });
  if (data === undefined || data.allowed + data.denied === 0) return null;
  const format = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  const tables = [
    [t('columns.policy'), data.byPolicy],
    [t('columns.namespace'), data.byNamespace],
    [t('admission.user'), data.byUser],
    [t('enforcement.owner'), data.byOwner],
  ] as const;
  return (
    <details>
      <summary>
        <strong>{t('admission.week', { denied: data.denied, allowed: data.allowed })}</strong>{' '}
        {data.failed > 0 && t('admission.failedCount', { count: data.failed })}{' '}
        {data.brokenGlass > 0 && t('admission.glassCount', { count: data.brokenGlass })}
      </summary>
      <div className="bw-grid">
        <SmallTable
          label={t('admission.byDay')}
          columns={[t('columns.at'), t('admission.allowed'), t('admission.refused')]}
          numbers={[1, 2]}
          rows={data.series.map(({ time, allowed, denied }) => ({ key: time, cells: [format.format(Date.parse(time)), allowed, denied] }))}
        />
        {data.denied > 0 &&
          tables.map(([title, rows]) => (
            <SmallTable
              key={title}
              label={title}
              columns={[title, t('admission.refused')]}
              numbers={[1]}
              rows={rows.slice(0, 5).map(({ name, requests }) => ({ key: name, cells: [name, requests] }))}
            />
          ))}
      </div>
    </details>
  );
}
