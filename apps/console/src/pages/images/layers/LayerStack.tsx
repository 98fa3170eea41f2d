import type { Answer, images } from '@breakwater/api';
import { formatBytes } from '../../../format/bytes.ts';
import { useTexts } from '../../../texts/use-texts.ts';
import { SeverityShape } from '../../../ui/Severity.tsx';
import { readInstruction, toHeights } from './layer-heights.ts';

type Layer = Answer<typeof images.endpoints.get>['layers'][number];

interface Props {
  readonly layers: readonly Layer[];
  readonly chosen: number;
  readonly onChoose: (number: number) => void;
}

/** Layers on top of each other, the lowest at the bottom, as high as they are large; each is a button. */
export function LayerStack({ layers, chosen, onChoose }: Props) {
  const { t, language } = useTexts();
  const heights = toHeights(layers.map(({ size }) => size));
  const hasBase = layers.some(({ base }) => base === true);
  return (
    <>
      <ol className="bw-layer-stack" reversed>
        {layers.toReversed().map(layer => (
          <li key={layer.number} style={{ blockSize: `${heights[layers.indexOf(layer)]}rem` }}>
            <button
              type="button"
              className={layer.base === true ? 'bw-layer bw-layer-base' : 'bw-layer'}
              aria-pressed={layer.number === chosen}
              title={layer.instruction}
              onClick={() => onChoose(layer.number)}
            >
              <span className="bw-layer-number">
                <span className="pf-v6-screen-reader">{t('columns.layer')} </span>
                {layer.number}
              </span>
              <span className="bw-layer-text">{readInstruction(layer.instruction) || t('images.noInstruction')}</span>
              <Worst layer={layer} />
              <span className="bw-layer-size">{formatBytes(layer.size, language)}</span>
            </button>
          </li>
        ))}
      </ol>
      {hasBase && (
        <ul className="bw-legend">
          {([true, false] as const).map(isBase => (
            <li key={String(isBase)}>
              <span className={isBase ? 'bw-layer-swatch bw-layer-base' : 'bw-layer-swatch'} aria-hidden="true" />
              {t(isBase ? 'images.byBase' : 'images.byOwn')}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The worst that it brought; the numbers stand beside the picture. */
function Worst({ layer: { vulnerabilities } }: { readonly layer: Layer }) {
  const worst = (['critical', 'high'] as const).find(level => vulnerabilities[level] > 0);
  return worst === undefined ? <span /> : <SeverityShape level={worst} />;
}
