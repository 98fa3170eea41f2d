import { type Answer, images } from '@breakwater/api';
import { useParams, useSearch } from '@tanstack/react-router';
import { UrlTabs } from '../../app/UrlTabs.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageHead } from '../../ui/Detail.tsx';
import { ScanMark } from '../../ui/ImageMarks.tsx';
import { PinnedMark } from '../../ui/PinnedMark.tsx';
import { RiskScore } from '../../ui/Risk.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { FilesTab } from './FilesTab.tsx';
import { FixTab } from './FixTab.tsx';
import { ImageActions } from './ImageActions.tsx';
import { LayersTab } from './layers/LayersTab.tsx';
import { OverviewTab } from './OverviewTab.tsx';
import { PackagesTab } from './PackagesTab.tsx';
import { VulnerabilitiesTab } from './VulnerabilitiesTab.tsx';

type Image = Answer<typeof images.endpoints.get>;

function ImagePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { digest } = useSearch({ strict: false }) as { digest?: string };
  const query = useEndpoint(images, 'get', { params: { id }, query: digest === undefined ? {} : { digest } });
  return <QueryStates query={query}>{image => <ImageDetail image={image} asked={digest} />}</QueryStates>;
}

/** `asked` is the digest of the URL, where somebody chose one of several images that the reference stands for. */
function ImageDetail({ image, asked }: { readonly image: Image; readonly asked: string | undefined }) {
  const { t } = useTexts();
  const extra: Record<string, string> = asked === undefined ? {} : { digest: asked };
  return (
    <>
      <PageHead
        title={image.reference}
        parent={{ title: t('images.title'), to: '/images' }}
        marks={
          <>
            <PinnedMark isPinned={image.pinned} />
            <ScanMark scan={image.scan} />
            {image.signed !== 'unknown' && <StateMark subject="signature" state={image.signed} />}
            {image.risk !== undefined && (
              <span className="bw-state">
                {t('columns.risk')} <RiskScore score={image.risk} />
              </span>
            )}
          </>
        }
        actions={<ImageActions image={image} chosen={asked} />}
      />
      <UrlTabs
        label={t('images.parts')}
        shared={['digest']}
        tabs={[
          { id: 'overview', title: t('overview.title'), content: () => <OverviewTab image={image} /> },
          { id: 'layers', title: t('images.layers'), content: () => <LayersTab image={image} /> },
          { id: 'vulnerabilities', title: t('vulnerabilities.title'), content: () => <VulnerabilitiesTab image={image} extra={extra} /> },
          { id: 'packages', title: t('images.packages'), content: () => <PackagesTab image={image} extra={extra} /> },
          { id: 'files', title: t('images.files'), content: () => <FilesTab image={image} /> },
          { id: 'fix', title: t('images.fix'), content: () => <FixTab id={image.id} /> },
        ]}
      />
    </>
  );
}

export const page: PageDefinition = { path: '/images/$id', title: 'images.one', permission: 'view', Component: ImagePage };
