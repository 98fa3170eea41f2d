import { explainRisk } from '../format/risk-detail.ts';
import { optionalText } from '../texts/optional-text.ts';
import { useTexts } from '../texts/use-texts.ts';

const HIGH = 70;
const MEDIUM = 40;

/** A number from 0 to 100 with a bar; the colour says the same once more. */
export function RiskScore({ score }: { readonly score: number }) {
  const level = score >= HIGH ? 'high' : score >= MEDIUM ? 'medium' : 'info';
  return (
    <span className="bw-risk">
      <span className="bw-risk-number">{Math.round(score)}</span>
      <span className="bw-bar bw-risk-bar" aria-hidden="true">
        <span className={`bw-bar-fill bw-fill-${level}`} style={{ width: `${Math.min(100, score)}%` }} />
      </span>
    </span>
  );
}

/** The first reason of a score in few words. */
export function RiskReasonText({ factor, detail }: { readonly factor: string; readonly detail: string }) {
  const { t } = useTexts();
  return (
    <>
      <span>{optionalText(t, 'factor', factor)}</span>
      {detail !== '' && <span className="bw-quiet">: {explainRisk(factor, detail, t)}</span>}
    </>
  );
}
