import { optionalText } from '../texts/optional-text.ts';
import { useTexts } from '../texts/use-texts.ts';

type Exposure = 'external' | 'node' | 'cluster' | 'none';

const WIDTH: Readonly<Record<Exposure, number>> = { external: 3, node: 2, cluster: 1, none: 0 };
const RINGS = [1, 2, 3] as const;

/** From where it can be reached: as many bars as the reach is wide, and the word. */
export function ExposureMark({ exposure }: { readonly exposure: Exposure }) {
  const { t } = useTexts();
  return (
    <span className="bw-state">
      <svg viewBox="0 0 16 16" className={`bw-shape bw-reach-${exposure}`} aria-hidden="true">
        {RINGS.map(ring => (
          <rect key={ring} x={ring * 5 - 4} y={13 - ring * 4} width="3" height={ring * 4} opacity={ring <= WIDTH[exposure] ? 1 : 0.25} />
        ))}
      </svg>
      {optionalText(t, 'exposure', exposure)}
    </span>
  );
}
