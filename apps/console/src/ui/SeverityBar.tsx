import { useTexts } from '../texts/use-texts.ts';
import { type SeverityCounts, WORST_FIRST } from './Severity.tsx';

/** One bar, divided by severity; the numbers stand beside it as text, so the picture itself is silent. */
export function SeverityBar({ counts, max }: { readonly counts: SeverityCounts; readonly max?: number }) {
  const { t } = useTexts();
  const total = WORST_FIRST.reduce((sum, level) => sum + (counts[level] ?? 0), 0);
  const width = max === undefined || max === 0 ? 100 : (100 * total) / max;
  const spoken = WORST_FIRST.map(level => `${t(`severity.${level}`)} ${counts[level] ?? 0}`).join(', ');
  return (
    <div className="bw-bar" role="img" aria-label={spoken} title={spoken}>
      <div className="bw-bar-fill" style={{ width: `${width}%` }}>
        {WORST_FIRST.map(level => {
          const count = counts[level] ?? 0;
          return count === 0 ? null : <span key={level} className={`bw-fill-${level}`} style={{ flexGrow: count }} />;
        })}
      </div>
    </div>
  );
}
