import type { Answer, images } from '@breakwater/api';
import { useState } from 'react';
import { useTexts } from '../../../texts/use-texts.ts';
import { PageBody, Panel } from '../../../ui/Detail.tsx';
import { EmptyMessage } from '../../../ui/States.tsx';
import { LayerPanel } from './LayerPanel.tsx';
import { LayerStack } from './LayerStack.tsx';
import { LayerTable } from './LayerTable.tsx';

/** How the image was built up, and what each step brought: as a picture, and the same as a table. */
export function LayersTab({ image }: { readonly image: Answer<typeof images.endpoints.get> }) {
  const { t } = useTexts();
  const { layers } = image;
  const [chosen, setChosen] = useState<number>();
  const layer = layers.find(({ number }) => number === chosen) ?? layers.toSorted((a, b) => b.size - a.size)[0];
  if (layer === undefined) return <EmptyMessage title={t('images.notRead')} text={t('images.notMatchedNext')} />;
  return (
    <PageBody>
      <div className="bw-stack">
        <div className="bw-layers">
          <Panel title={t('images.layerStack')}>
            <LayerStack layers={layers} chosen={layer.number} onChoose={setChosen} />
          </Panel>
          <LayerPanel layer={layer} image={image} />
        </div>
        <Panel title={t('images.layerTable')}>
          <LayerTable layers={layers} />
        </Panel>
      </div>
    </PageBody>
  );
}
