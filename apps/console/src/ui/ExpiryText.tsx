import { useTexts } from '../texts/use-texts.ts';
import { RelativeTime } from './RelativeTime.tsx';
import { Mark } from './StateMark.tsx';

const SOON_MS = 14 * 86_400_000;

/** Whether something ends so soon that somebody should know. */
export function endsSoon(time: string | undefined, now = Date.now()): boolean {
  const left = Date.parse(time ?? '') - now;
  return left > 0 && left < SOON_MS;
}

/** The filter of the list for what ends that soon. */
export function toSoonFilter(now = Date.now()): string {
  // By the hour, so that the same list is not asked for anew with every look.
  const end = new Date(Math.ceil((now + SOON_MS) / 3_600_000) * 3_600_000);
  return `state=approved,expiry<=${end.toISOString().slice(0, 19)}Z`;
}

/** An end that is near stands out. */
export function ExpiryText({ time, isOver = false }: { readonly time: string | undefined; readonly isOver?: boolean }) {
  const { t } = useTexts();
  return (
    <div>
      <RelativeTime time={time} />
      {!isOver && endsSoon(time) && (
        <div>
          <Mark tone="warn">{t('exceptions.endsSoon')}</Mark>
        </div>
      )}
    </div>
  );
}
