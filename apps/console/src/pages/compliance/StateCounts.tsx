import { STATES_BY_WEIGHT } from '@breakwater/model';
import { useTexts } from '../../texts/use-texts.ts';

/** How many stand how, in words, the worst first; states that nothing has are left out. */
export function StateCounts({ states }: { readonly states: Readonly<Record<string, number>> }) {
  const { t } = useTexts();
  const known = STATES_BY_WEIGHT.filter(state => (states[state] ?? 0) > 0);
  if (known.length === 0) return <span className="bw-quiet">{t('words.none')}</span>;
  return <>{known.map(state => `${t(`complianceState.${state}`)}: ${states[state]}`).join(', ')}</>;
}
