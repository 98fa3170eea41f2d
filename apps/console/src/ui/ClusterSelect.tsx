import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { renderSearch } from '../app/search.ts';
import { useChosenCluster } from '../app/use-chosen-cluster.ts';
import { useGo } from '../app/use-go.ts';
import { useClusters } from '../data/use-clusters.ts';
import { useTexts } from '../texts/use-texts.ts';

/** Chooses the cluster that a page is about; not there where there is no choice. */
export function ClusterSelect({ path }: { readonly path: string }) {
  const { t } = useTexts();
  const go = useGo();
  const clusters = useClusters();
  const cluster = useChosenCluster();
  if (clusters.length < 2) return null;
  return (
    <FormSelect
      aria-label={t('columns.cluster')}
      value={cluster ?? ''}
      onChange={(_event, next) => go(`${path}${renderSearch({ cluster: next })}`)}
    >
      {clusters.map(({ id, name }) => (
        <FormSelectOption key={id} value={id} label={name} />
      ))}
    </FormSelect>
  );
}
