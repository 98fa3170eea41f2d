import { type Answer, compliance } from '@breakwater/api';
import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useState } from 'react';
import { useClusters } from '../../data/use-clusters.ts';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody } from '../../ui/Detail.tsx';
import { Field } from '../../ui/Field.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { EmptyMessage, QueryStates } from '../../ui/States.tsx';
import { StateCounts } from './StateCounts.tsx';

type Found = Answer<typeof compliance.endpoints.responsibility>;

/** Who answers for what on a cluster, and where each share stands. */
export function ResponsibilityTab() {
  const { t } = useTexts();
  const clusters = useClusters();
  const [chosen, setChosen] = useState<string>();
  const cluster = chosen ?? clusters[0]?.id;
  if (cluster === undefined) return <EmptyMessage title={t('compliance.noCoverage')} text={t('compliance.noCoverageNext')} />;
  return (
    <PageBody>
      <Field label={t('compliance.cluster')}>
        {id => (
          <FormSelect id={id} className="bw-responsibility-cluster" value={cluster} onChange={(_event, next) => setChosen(next)}>
            {clusters.map(one => (
              <FormSelectOption key={one.id} value={one.id} label={one.name} />
            ))}
          </FormSelect>
        )}
      </Field>
      <ClusterAreas cluster={cluster} />
    </PageBody>
  );
}

function ClusterAreas({ cluster }: { readonly cluster: string }) {
  const query = useEndpoint(compliance, 'responsibility', { query: { cluster } });
  return <QueryStates query={query}>{found => <AreaTable found={found} />}</QueryStates>;
}

function AreaTable({ found: { kind, areas, missing } }: { readonly found: Found }) {
  const { t } = useTexts();
  return (
    <>
      <p>{t('compliance.kindIs', { kind: t(`clusterKind.${kind}`) })}</p>
      {missing.length > 0 && <p role="note">{t('compliance.missingFrameworks', { frameworks: missing.join(', ') })}</p>}
      <SmallTable
        label={t('compliance.responsibility')}
        columns={[t('compliance.area'), t('compliance.owner'), t('compliance.shareOf'), t('columns.state'), t('compliance.controls')]}
        rows={areas.map(({ area, title, owner, share, state, states }) => ({
          key: area,
          cells: [
            title,
            t(`responsibilityOwner.${owner}`),
            share,
            state === undefined ? (
              <span key="none" className="bw-quiet">
                {t(owner === 'provider' ? 'compliance.providerOnly' : 'compliance.notRun')}
              </span>
            ) : (
              <StateMark key="state" subject="compliance" state={state} />
            ),
            <StateCounts key="states" states={states} />,
          ],
        }))}
      />
    </>
  );
}
