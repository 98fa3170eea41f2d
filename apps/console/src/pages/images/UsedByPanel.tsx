import type { Answer, images } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { ClusterLink, NamespaceLink } from '../../ui/PlaceLinks.tsx';

/** Workloads that run it now. */
export function UsedByPanel({ image }: { readonly image: Answer<typeof images.endpoints.get> }) {
  const { t } = useTexts();
  return (
    <Panel title={t('images.usedBy', { count: image.workloads })}>
      {image.usedBy.length === 0 ? (
        <p className="bw-quiet">{t(image.watched ? 'images.onlyWatched' : 'images.notUsed')}</p>
      ) : (
        <LongTable
          label={t('images.usedByTable')}
          columns={[t('columns.workload'), t('columns.container'), t('columns.namespace'), t('columns.cluster')]}
          rows={image.usedBy.map(use => ({
            key: `${use.workload} ${use.container}`,
            cells: [
              <Link key="workload" to={`/workloads/${encodeURIComponent(use.workload)}`}>
                {use.kind} {use.name}
              </Link>,
              use.container,
              <NamespaceLink key="namespace" cluster={use.cluster} name={use.namespace} />,
              <ClusterLink key="cluster" cluster={use.cluster} name={use.clusterName} />,
            ],
          }))}
        />
      )}
    </Panel>
  );
}
