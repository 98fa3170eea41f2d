import { Link } from '../app/Link.tsx';
import { useProblemCount } from '../data/use-problem-count.ts';
import { useTexts } from '../texts/use-texts.ts';
import { Mark } from './StateMark.tsx';

/** On every page: what is shown is not everything. Nothing where nothing is missing. */
export function UnseenMark() {
  const { t } = useTexts();
  const count = useProblemCount();
  if (count === 0) return null;
  return (
    <Link to="/problems" className="bw-unseen" title={t('frame.unseenNext')}>
      <Mark tone="warn">{t('frame.unseen', { count })}</Mark>
    </Link>
  );
}
