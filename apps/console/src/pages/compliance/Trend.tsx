import type { Answer, compliance } from '@breakwater/api';
import { useTexts } from '../../texts/use-texts.ts';

type Points = Answer<typeof compliance.endpoints.trend>['points'];

const WIDTH = 600;
const HEIGHT = 120;
/** Room for the marks at the ends. */
const EDGE = 6;

/** Controls that pass, run by run; the figures themselves are told to those who do not see the line. */
export function Trend({ framework, points }: { readonly framework: string; readonly points: Points }) {
  const { t } = useTexts();
  const most = Math.max(1, ...points.map(({ score }) => score.controls));
  const places = points.map(({ score }, index) => ({
    x: EDGE + (index / Math.max(1, points.length - 1)) * (WIDTH - 2 * EDGE),
    y: HEIGHT - EDGE - (score.passed / most) * (HEIGHT - 2 * EDGE),
  }));
  const label = `${t('compliance.trendLabel', { framework })}: ${points.map(({ sequence, score }) => `${sequence}: ${score.passed}/${score.controls}`).join(', ')}`;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="bw-share-trend" role="img" aria-label={label}>
      <polyline points={places.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {places.map(({ x, y }, index) => (
        <circle key={points[index]?.run} cx={x} cy={y} r="4" />
      ))}
    </svg>
  );
}
