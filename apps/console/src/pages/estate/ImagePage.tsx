import { type Answer, images } from '@breakwater/api';
import { useParams } from '@tanstack/react-router';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { PinnedMark } from '../../ui/PinnedMark.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { QueryStates } from '../../ui/States.tsx';

type Image = Answer<typeof images.endpoints.get>;

function ImagePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useEndpoint(images, 'get', { params: { id } });
  return <QueryStates query={query}>{image => <ImageDetail image={image} />}</QueryStates>;
}

function ImageDetail({ image }: { readonly image: Image }) {
  const { t } = useTexts();
  return (
    <>
      <PageHead
        title={image.reference}
        parent={{ title: t('images.title'), to: '/images' }}
        marks={<PinnedMark isPinned={image.pinned} />}
      />
      <PageBody>
        <div className="bw-stack">
          <Panel title={t('columns.digests')}>
            {image.digests.length === 0 && <p className="bw-quiet">{t('images.noDigests')}</p>}
            {image.digests.map(digest => (
              <p key={digest} className="bw-mono">
                {digest}
              </p>
            ))}
          </Panel>
          <Panel title={t('images.usedBy', { count: image.workloads })}>
            <SmallTable
              label={t('images.usedByTable')}
              columns={[t('columns.workload'), t('columns.container'), t('columns.namespace'), t('columns.cluster')]}
              rows={image.usedBy.map(use => ({
                key: `${use.workload} ${use.container}`,
                cells: [
                  <Link key="workload" to={`/workloads/${encodeURIComponent(use.workload)}`}>
                    {use.kind} {use.name}
                  </Link>,
                  use.container,
                  use.namespace,
                  use.clusterName,
                ],
              }))}
            />
          </Panel>
        </div>
      </PageBody>
    </>
  );
}

export const page: PageDefinition = { path: '/images/$id', title: 'images.one', permission: 'view', Component: ImagePage };
