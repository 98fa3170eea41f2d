import type { Answer, baselines } from '@breakwater/api';
import { useTexts } from '../../texts/use-texts.ts';
import { Mark, StateMark } from '../../ui/StateMark.tsx';

type Baseline = Pick<Answer<typeof baselines.endpoints.list>['results'][number], 'state' | 'coverage' | 'pending'>;

/** How far it may be relied on, and whether something is on its way. */
export function BaselineMarks({ baseline: { state, coverage, pending } }: { readonly baseline: Baseline }) {
  const { t } = useTexts();
  return (
    <>
      <StateMark subject="baseline" state={state} /> {coverage === 'partial' && <Mark tone="warn">{t('baselines.partial')}</Mark>}{' '}
      {pending > 0 && <Mark tone="unknown">{t('baselines.pending', { count: pending })}</Mark>}
    </>
  );
}
