import { Link } from '../../app/Link.tsx';
import { toListUrl } from '../../list/list-url.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { type SeverityCounts, SeverityShape, WORST_FIRST } from '../../ui/Severity.tsx';
import { SeverityBar } from '../../ui/SeverityBar.tsx';

/** Open violations: five numbers and the picture of their shares. */
export function SeverityFigures({ counts, cluster }: { readonly counts: SeverityCounts; readonly cluster: string | undefined }) {
  const { t, language } = useTexts();
  return (
    <div className="bw-stack">
      <div className="bw-figures">
        {WORST_FIRST.map(level => (
          <Link key={level} to={toListUrl('/violations', { cluster, severity: level })} className="bw-figure">
            <strong>{(counts[level] ?? 0).toLocaleString(language)}</strong>
            <span className="bw-severity">
              <SeverityShape level={level} />
              {t(`severity.${level}`)}
            </span>
          </Link>
        ))}
      </div>
      <SeverityBar counts={counts} />
    </div>
  );
}
