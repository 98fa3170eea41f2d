import type { Risk } from '@breakwater/model';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { RiskReasonText } from '../../ui/Risk.tsx';

/** Why it stands where it stands in the order: each reason with its points, the heaviest first. */
export function RiskPanel({ risk }: { readonly risk: Risk }) {
  const { t } = useTexts();
  const reasons = risk.reasons.toSorted((a, b) => b.points - a.points);
  const most = Math.max(1, ...reasons.map(({ points }) => points));
  return (
    <Panel title={t('workloads.risk')} aside={<strong className="bw-risk-total">{Math.round(risk.score)}</strong>}>
      {reasons.length === 0 && <p className="bw-quiet">{t('workloads.noRisk')}</p>}
      <ul className="bw-list">
        {reasons.map(({ factor, points, detail }) => (
          <li key={`${factor} ${detail}`} className="bw-reason">
            <span className="bw-reason-points">+{Math.round(points)}</span>
            <span className="bw-bar" aria-hidden="true">
              <span className="bw-bar-fill bw-fill-medium" style={{ width: `${(100 * points) / most}%` }} />
            </span>
            <span>
              <RiskReasonText factor={factor} detail={detail} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
