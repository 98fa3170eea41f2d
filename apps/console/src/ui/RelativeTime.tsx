import { useSyncExternalStore } from 'react';
import { formatAbsolute, formatRelative } from '../format/relative-time.ts';
import type { TextKey } from '../texts/i18n.ts';
import { useTexts } from '../texts/use-texts.ts';

const TICK = 30_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** How long ago; the moment itself on hover. All of a page move on with one clock. */
export function RelativeTime({ time, absent = 'words.never' }: { readonly time: string | undefined; readonly absent?: TextKey }) {
  const { t, language } = useTexts();
  const moment = useSyncExternalStore(subscribe, () => now);
  if (time === undefined || time === '') return <span className="bw-quiet">{t(absent)}</span>;
  const absolute = formatAbsolute(time, language);
  return (
    <time dateTime={time} title={absolute} className="bw-time">
      {formatRelative(time, moment, language) ?? absolute}
    </time>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, TICK);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
