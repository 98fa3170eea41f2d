import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useSearch } from '@tanstack/react-router';
import { renderSearch } from '../app/search.ts';
import { useGo } from '../app/use-go.ts';
import { useClusters } from '../data/use-clusters.ts';
import { useTexts } from '../texts/use-texts.ts';

/** The cluster that a page is about: the one that the URL names, else the first; undefined while there is none. */
export function useChosenCluster(): string | undefined {
  const { cluster } = useSearch({ strict: false }) as { readonly cluster?: string };
  const [first] = useClusters();
  return cluster ?? first?.id;
}

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
