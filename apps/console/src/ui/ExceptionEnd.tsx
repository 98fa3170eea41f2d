import type { Exception } from '@breakwater/model';
import { useTexts } from '../texts/use-texts.ts';
import { ExpiryText } from './ExpiryText.tsx';

interface Props {
  readonly exception: Pick<Exception, 'expiry' | 'until'>;
  readonly state: string;
}

/** When it counts again: at a date, with a fix, or at the first of both. */
export function ExceptionEnd({ exception: { expiry, until }, state }: Props) {
  const { t } = useTexts();
  const isOver = state !== 'requested' && state !== 'approved';
  return (
    <>
      {(until === undefined || expiry !== undefined) && <ExpiryText time={expiry} isOver={isOver} />}
      {until === 'fixable' && <div>{t('exceptions.untilFixable')}</div>}
    </>
  );
}
