import { useTexts } from '../texts/use-texts.ts';

/** A dot and a word: whether changes arrive by themselves. */
export function LiveMark({ isLive }: { readonly isLive: boolean }) {
  const { t } = useTexts();
  return (
    <span className={`bw-live ${isLive ? 'bw-live-on' : 'bw-live-off'}`}>
      <span className="bw-live-dot" aria-hidden="true" />
      {isLive ? t('frame.live') : t('frame.notLive')}
    </span>
  );
}
