import type { Answer, images } from '@breakwater/api';
import { PageBody } from '../../ui/Detail.tsx';
import { AboutPanel } from './AboutPanel.tsx';
import { ConfigurationPanel } from './ConfigurationPanel.tsx';
import { ImageRiskPanel } from './ImageRiskPanel.tsx';
import { NeedlessPanel } from './NeedlessPanel.tsx';
import { ScanNotice } from './ScanNotice.tsx';
import { UsedByPanel } from './UsedByPanel.tsx';
import { VariantsPanel } from './VariantsPanel.tsx';

/** What one should know of an image before anything else. */
export function OverviewTab({ image }: { readonly image: Answer<typeof images.endpoints.get> }) {
  const isRead = image.digest !== undefined;
  return (
    <PageBody>
      <ScanNotice image={image} />
      <div className="bw-grid">
        <div className="bw-stack">
          <AboutPanel image={image} />
          {image.config !== undefined && <ConfigurationPanel config={image.config} user={image.user} />}
        </div>
        <div className="bw-stack">
          {isRead && <ImageRiskPanel image={image} />}
          <UsedByPanel image={image} />
          {isRead && <NeedlessPanel image={image} />}
        </div>
        <VariantsPanel image={image} />
      </div>
    </PageBody>
  );
}
