import type { Answer, fixPlan } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { formatBytes } from '../../format/bytes.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { BaseOrOwn } from '../../ui/BaseOrOwn.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { toVulnerabilityUrl } from '../../ui/vulnerability-url.ts';
import { DueText } from './DueText.tsx';

type Plan = Answer<typeof fixPlan.endpoints.get>;

/** Packages and the lowest version of each that closes all that is known of it. */
export function RaiseTable({ plan: { packages } }: { readonly plan: Plan }) {
  const { t } = useTexts();
  if (packages.length === 0) return <p className="bw-quiet">{t('fixes.nothingToRaise')}</p>;
  return (
    <LongTable
      label={t('fixes.raise', { count: packages.length })}
      columns={[
        t('columns.severity'),
        t('columns.package'),
        t('fixes.from'),
        t('fixes.to'),
        t('columns.closes'),
        t('columns.broughtBy'),
        t('columns.instruction'),
        t('columns.due'),
      ]}
      rows={packages.map(row => ({
        key: `${row.type} ${row.name} ${row.from}`,
        cells: [
          <Severity key="severity" level={row.severity} />,
          <span key="name" title={row.type}>
            {row.name}
          </span>,
          row.from,
          <strong key="to">{row.to}</strong>,
          <Ids key="closes" ids={row.closes} />,
          <BaseOrOwn key="base" isBase={row.base} />,
          <span key="instruction" className="bw-mono bw-instruction" title={row.instruction}>
            {row.layer === undefined ? '' : `${row.layer} `}
            {row.instruction}
          </span>,
          <DueText key="due" dueAt={row.dueAt} isOverdue={row.overdue} />,
        ],
      }))}
    />
  );
}

/** Packages that nothing needs: what is not there cannot be attacked. */
export function RemoveTable({ plan: { removable } }: { readonly plan: Plan }) {
  const { t, language } = useTexts();
  return (
    <LongTable
      label={t('fixes.remove', { count: removable.length })}
      columns={[t('columns.package'), t('columns.version'), t('columns.saves'), t('columns.closes')]}
      numbers={[2]}
      rows={removable.map(({ name, version, saves, closes }) => ({
        key: `${name} ${version}`,
        cells: [name, version, formatBytes(saves, language), <Ids key="closes" ids={closes} />],
      }))}
    />
  );
}

const MOST = 4;

function Ids({ ids }: { readonly ids: readonly string[] }) {
  const more = ids.length - MOST;
  return (
    <span title={ids.join('\n')}>
      {ids.slice(0, MOST).map(id => (
        <div key={id} className="bw-time">
          <Link to={toVulnerabilityUrl(id)}>{id}</Link>
        </div>
      ))}
      {more > 0 && `+${more}`}
    </span>
  );
}
