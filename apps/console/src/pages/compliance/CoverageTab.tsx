import { type Answer, compliance } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { renderSearch } from '../../app/search.ts';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody } from '../../ui/Detail.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { EmptyMessage, QueryStates } from '../../ui/States.tsx';
import { ShareBar } from './ShareBar.tsx';

type Coverage = Answer<typeof compliance.endpoints.coverage>['clusters'];

/** Frameworks by cluster. */
export function CoverageTab() {
  const query = useEndpoint(compliance, 'coverage', {});
  return <PageBody>{<QueryStates query={query}>{({ clusters }) => <CoverageTable clusters={clusters} />}</QueryStates>}</PageBody>;
}

function CoverageTable({ clusters }: { readonly clusters: Coverage }) {
  const { t } = useTexts();
  const names = useEndpoint(compliance, 'frameworks', {}).data?.frameworks ?? [];
  const used = [...new Set(clusters.flatMap(({ frameworks }) => frameworks.map(({ score }) => score.framework)))].toSorted();
  if (used.length === 0) return <EmptyMessage title={t('compliance.noCoverage')} text={t('compliance.noCoverageNext')} />;
  return (
    <SmallTable
      label={t('compliance.coverage')}
      columns={[t('compliance.framework'), ...clusters.map(({ clusterName }) => clusterName)]}
      rows={used.map(framework => ({
        key: framework,
        cells: [
          names.find(({ id }) => id === framework)?.title ?? framework,
          ...clusters.map(({ cluster, frameworks }) => {
            const found = frameworks.find(({ score }) => score.framework === framework);
            if (found === undefined) return <span className="bw-quiet">{t('compliance.notRun')}</span>;
            return (
              <Link key={cluster} to={`/compliance/${found.run}${renderSearch({ framework })}`}>
                <ShareBar score={found.score} />
              </Link>
            );
          }),
        ],
      }))}
    />
  );
}
