import type { Answer, overview } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { toListUrl } from '../../list/list-url.ts';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { type SeverityCounts, WORST_FIRST } from '../../ui/Severity.tsx';
import { SeverityBar } from '../../ui/SeverityBar.tsx';

type Categories = Answer<typeof overview.endpoints.get>['categories'];
const MOST = 10;

/** The fullest categories, each as a bar on one common scale. */
export function CategoryTable({ categories, cluster }: { readonly categories: Categories; readonly cluster: string | undefined }) {
  const { t, language } = useTexts();
  const rows = categories.slice(0, MOST);
  const max = Math.max(0, ...rows.map(({ severities }) => sum(severities)));
  if (rows.length === 0) return <p className="bw-quiet">{t('overview.noViolations')}</p>;
  return (
    <ul className="bw-list">
      {rows.map(({ category, severities }) => (
        <li key={category} className="bw-category">
          <Link to={toListUrl('/violations', { cluster, category })}>{optionalText(t, 'category', category)}</Link>
          <SeverityBar counts={severities} max={max} />
          <span className="bw-number">{sum(severities).toLocaleString(language)}</span>
        </li>
      ))}
    </ul>
  );
}

function sum(counts: SeverityCounts): number {
  return WORST_FIRST.reduce((total, level) => total + (counts[level] ?? 0), 0);
}
