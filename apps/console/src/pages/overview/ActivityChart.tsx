import type { Answer, overview } from '@breakwater/api';
import { useTexts } from '../../texts/use-texts.ts';

type Days = Answer<typeof overview.endpoints.get>['opened'];

const HEIGHT = 48;
const STEP = 20;
const WIDTH = 8;

/** Two weeks of opened (up) and resolved (down) violations; the numbers are in the table for screen readers. */
export function ActivityChart({ days }: { readonly days: Days }) {
  const { t, language } = useTexts();
  const most = Math.max(1, ...days.flatMap(({ opened, resolved }) => [opened, resolved]));
  const size = (count: number) => (count === 0 ? 0 : Math.max(1.5, (HEIGHT * count) / most));
  const format = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  const opened = days.reduce((sum, day) => sum + day.opened, 0);
  const resolved = days.reduce((sum, day) => sum + day.resolved, 0);
  return (
    <figure className="bw-activity">
      <svg
        viewBox={`0 0 ${days.length * STEP} ${HEIGHT * 2 + 2}`}
        role="img"
        aria-label={t('overview.activityText', { opened, resolved })}
        preserveAspectRatio="none"
      >
        {days.map((day, index) => (
          <g key={day.day}>
            <title>{`${format.format(Date.parse(day.day))}: ${t('overview.opened')} ${day.opened}, ${t('overview.resolved')} ${day.resolved}`}</title>
            <rect x={index * STEP} y="0" width={STEP} height={HEIGHT * 2 + 2} fill="transparent" />
            <rect
              className="bw-opened"
              x={index * STEP + STEP / 2 - WIDTH}
              y={HEIGHT - size(day.opened)}
              width={WIDTH * 2}
              height={size(day.opened)}
            />
            <rect
              className="bw-resolved"
              x={index * STEP + STEP / 2 - WIDTH}
              y={HEIGHT + 2}
              width={WIDTH * 2}
              height={size(day.resolved)}
            />
          </g>
        ))}
      </svg>
      <figcaption>
        <span className="bw-state">
          <span className="bw-swatch bw-opened" aria-hidden="true" />
          {t('overview.opened')} {opened.toLocaleString(language)}
        </span>
        <span className="bw-state">
          <span className="bw-swatch bw-resolved" aria-hidden="true" />
          {t('overview.resolved')} {resolved.toLocaleString(language)}
        </span>
        <span className="bw-quiet">{t('overview.days', { count: days.length })}</span>
      </figcaption>
    </figure>
  );
}
