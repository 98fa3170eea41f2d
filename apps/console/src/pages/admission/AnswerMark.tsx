import type { Answer, admission } from '@breakwater/api';
import { useTexts } from '../../texts/use-texts.ts';
import { Mark } from '../../ui/StateMark.tsx';

type Row = Pick<Answer<typeof admission.endpoints.list>['results'][number], 'allowed' | 'mode' | 'breakGlass'>;

/** What came of a request; one that was let through without having been judged is not simply let through. */
export function AnswerMark({ row: { allowed, mode, breakGlass } }: { readonly row: Row }) {
  const { t } = useTexts();
  if (breakGlass) return <Mark tone="bad">{t('admission.brokenGlass')}</Mark>;
  if (mode === 'failed-open' || mode === 'failed-closed') return <Mark tone="unknown">{t('admission.notJudged')}</Mark>;
  return <Mark tone={allowed ? 'good' : 'bad'}>{t(allowed ? 'admission.allowed' : 'admission.refused')}</Mark>;
}
