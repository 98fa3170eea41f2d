import type { Answer, compliance } from '@breakwater/api';
import type { State } from '@breakwater/model';
import { useTexts } from '../../texts/use-texts.ts';

type Score = Answer<typeof compliance.endpoints.trend>['points'][number]['score'];

const ORDER: readonly State[] = [
  'pass',
  'accepted',
  'fail',
  'inconsistent',
  'review',
  'manual',
  'error',
  'not-evaluated',
  'not-applicable',
];

/** How a framework stands: a bar of its controls by state, of what the share is one, and how much is not proven. */
export function ShareBar({ score }: { readonly score: Score }) {
  const { t } = useTexts();
  const { passed, judged, undecided, states } = score;
  return (
    <span className="bw-share">
      <span className="bw-share-bar" aria-hidden="true">
        {ORDER.filter(state => (states[state] ?? 0) > 0).map(state => (
          <span
            key={state}
            className={`bw-share-${state}`}
            style={{ flexGrow: states[state] ?? 0 }}
            title={t(`complianceState.${state}`)}
          />
        ))}
      </span>
      <span>{t('compliance.share', { passed, judged })}</span>
      {undecided > 0 && <span className="bw-quiet">{t('compliance.undecided', { count: undecided })}</span>}
    </span>
  );
}
