import { type Severity as Level, SEVERITIES } from '@breakwater/model';
import { useTexts } from '../texts/use-texts.ts';

/** A different shape for each level, so that colour is never the only sign. */
const SHAPES: Readonly<Record<Level, string>> = {
  critical: 'M8 1l7 7-7 7-7-7z',
  high: 'M8 2l7 12H1z',
  medium: 'M2.500 2.500h11v11h-11z',
  low: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z',
  info: 'M8 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8z',
};

/** From the worst to the mildest: the order on every screen. */
export const WORST_FIRST: readonly Level[] = SEVERITIES.toReversed();

export function SeverityShape({ level }: { readonly level: Level }) {
  return (
    <svg viewBox="0 0 16 16" className={`bw-shape bw-${level}`} aria-hidden="true">
      <path d={SHAPES[level]} />
    </svg>
  );
}

/** Shape, colour and word. */
export function Severity({ level }: { readonly level: Level }) {
  const { t } = useTexts();
  return (
    <span className="bw-severity">
      <SeverityShape level={level} />
      {t(`severity.${level}`)}
    </span>
  );
}

export type SeverityCounts = Readonly<Partial<Record<Level, number>>>;

/** Counts side by side, worst first; a level without any is left out. */
export function SeverityCountList({ counts }: { readonly counts: SeverityCounts }) {
  const { t } = useTexts();
  const present = WORST_FIRST.filter(level => (counts[level] ?? 0) > 0);
  if (present.length === 0) return <span className="bw-quiet">{t('words.none')}</span>;
  return (
    <span className="bw-counts">
      {present.map(level => (
        <span key={level} className="bw-count" title={t(`severity.${level}`)}>
          <SeverityShape level={level} />
          <span className="pf-v6-screen-reader">{t(`severity.${level}`)} </span>
          {counts[level]}
        </span>
      ))}
    </span>
  );
}
