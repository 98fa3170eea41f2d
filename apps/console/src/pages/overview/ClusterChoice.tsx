import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useGo } from '../../app/use-go.ts';
import { useClusters } from '../../data/use-clusters.ts';
import { useTexts } from '../../texts/use-texts.ts';

/** All clusters, or one of them; the URL says which. */
export function ClusterChoice({ cluster }: { readonly cluster: string | undefined }) {
  const { t } = useTexts();
  const go = useGo();
  const rows = useClusters();
  if (rows.length < 2 && cluster === undefined) return null;
  return (
    <FormSelect
      aria-label={t('columns.cluster')}
      value={cluster ?? ''}
      onChange={(_event, value) => go(value === '' ? '/' : `/?cluster=${encodeURIComponent(value)}`)}
    >
      <FormSelectOption value="" label={t('overview.allClusters')} />
      {rows.map(({ id, name }) => (
        <FormSelectOption key={id} value={id} label={name} />
      ))}
    </FormSelect>
  );
}
