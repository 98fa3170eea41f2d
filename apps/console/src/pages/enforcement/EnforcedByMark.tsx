import { useTexts } from '../../texts/use-texts.ts';
import { Mark } from '../../ui/StateMark.tsx';
import type { EnforcementRow } from './EnforcementPage.tsx';

const TONES = {
  native: 'good',
  webhook: 'good',
  pending: 'unknown',
  none: 'bad',
  unknown: 'unknown',
} as const;

/** Who enforces a policy in a cluster. */
export function EnforcedByMark({ by }: Pick<EnforcementRow, 'by'>) {
  const { t } = useTexts();
  return <Mark tone={TONES[by]}>{t(`enforcement.by.${by}`)}</Mark>;
}
