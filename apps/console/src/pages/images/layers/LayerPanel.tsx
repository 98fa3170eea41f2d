import type { Answer, images } from '@breakwater/api';
import { Link } from '../../../app/Link.tsx';
import { renderSearch } from '../../../app/search.ts';
import { formatBytes } from '../../../format/bytes.ts';
import { useTexts } from '../../../texts/use-texts.ts';
import { BaseOrOwn } from '../../../ui/BaseOrOwn.tsx';
import { Code } from '../../../ui/Code.tsx';
import { Facts, Panel } from '../../../ui/Detail.tsx';
import { SeverityCountList } from '../../../ui/Severity.tsx';
import { Mark } from '../../../ui/StateMark.tsx';

type Image = Answer<typeof images.endpoints.get>;

interface Props {
  readonly layer: Image['layers'][number];
  readonly image: Image;
}

/** One layer: what made it and what it brought, each number leading to what it counts. */
export function LayerPanel({ layer, image }: Props) {
  const { t, language } = useTexts();
  const toTab = (tab: string) => `/images/${encodeURIComponent(image.id)}${renderSearch({ tab, filter: `layer=${layer.number}` })}`;
  return (
    <Panel title={t('images.layerOf', { number: layer.number, count: image.layers.length })}>
      <div className="bw-stack">
        {layer.instruction === '' ? (
          <p className="bw-quiet">{t('images.noInstruction')}</p>
        ) : (
          <Code id="layer-instruction" label={t('columns.instruction')} text={layer.instruction} />
        )}
        {!layer.complete && <Mark tone="warn">{t('images.layerIncomplete')}</Mark>}
        <Facts
          items={[
            [t('columns.broughtBy'), <BaseOrOwn key="base" isBase={layer.base} />],
            [
              t('columns.size'),
              t('images.sizes', { packed: formatBytes(layer.size, language), unpacked: formatBytes(layer.unpackedSize, language) }),
            ],
            [t('images.entries'), layer.entries.toLocaleString(language)],
            [
              t('images.packages'),
              layer.packages === 0 ? (
                0
              ) : (
                <Link key="packages" to={toTab('packages')}>
                  {layer.packages.toLocaleString(language)}
                </Link>
              ),
            ],
            [
              t('columns.vulnerabilities'),
              <div key="vulnerabilities">
                <SeverityCountList counts={layer.vulnerabilities} />
                <div>
                  <Link to={toTab('vulnerabilities')}>{t('images.showThese')}</Link>
                </div>
              </div>,
            ],
            ...(layer.digest === undefined
              ? []
              : [
                  [
                    t('columns.digest'),
                    <span key="digest" className="bw-mono">
                      {layer.digest}
                    </span>,
                  ] as const,
                ]),
          ]}
        />
      </div>
    </Panel>
  );
}
