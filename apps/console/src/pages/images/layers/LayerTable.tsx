import type { Answer, images } from '@breakwater/api';
import { formatBytes } from '../../../format/bytes.ts';
import { useTexts } from '../../../texts/use-texts.ts';
import { BaseOrOwn } from '../../../ui/BaseOrOwn.tsx';
import { SeverityCountList } from '../../../ui/Severity.tsx';
import { SmallTable } from '../../../ui/SmallTable.tsx';
import { readInstruction } from './layer-heights.ts';

/** The picture's numbers, from the lowest layer on. */
export function LayerTable({ layers }: { readonly layers: Answer<typeof images.endpoints.get>['layers'] }) {
  const { t, language } = useTexts();
  return (
    <SmallTable
      label={t('images.layerTable')}
      columns={[
        t('columns.layer'),
        t('columns.instruction'),
        t('columns.broughtBy'),
        t('columns.size'),
        t('images.packages'),
        t('columns.vulnerabilities'),
      ]}
      numbers={[3, 4]}
      rows={layers.map(layer => ({
        key: String(layer.number),
        cells: [
          layer.number,
          <span key="instruction" className="bw-mono bw-instruction" title={layer.instruction}>
            {readInstruction(layer.instruction) || t('images.noInstruction')}
          </span>,
          <BaseOrOwn key="base" isBase={layer.base} />,
          formatBytes(layer.size, language),
          layer.packages.toLocaleString(language),
          <SeverityCountList key="vulnerabilities" counts={layer.vulnerabilities} />,
        ],
      }))}
    />
  );
}
