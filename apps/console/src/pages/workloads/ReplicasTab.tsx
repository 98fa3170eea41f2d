import { type Answer, workloads } from '@breakwater/api';
import { Alert, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { toVisible } from '../../format/command-line.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { ClusterNotice } from '../../ui/ClusterNotice.tsx';
import { PageBody, Panel } from '../../ui/Detail.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { Mark } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { StartAgent } from '../runtime/StartAgent.tsx';

type Workload = Answer<typeof workloads.endpoints.get>;
type Replicas = Answer<typeof workloads.endpoints.replicas>;
type Container = Replicas['containers'][number];

const HOURS = [1, 6, 24] as const;
/** Replicas with a column of their own. */
const COLUMNS = 8;

/** What the replicas did in the last hours, side by side: who does what none of the others does. */
export function ReplicasTab({ workload: { id, cluster } }: { readonly workload: Workload }) {
  const { t } = useTexts();
  const [hours, setHours] = useState<number>(1);
  const query = useEndpoint(workloads, 'replicas', { params: { id }, query: { hours } });
  return (
    <PageBody>
      <div className="bw-stack">
        <ClusterNotice cluster={cluster} />
        <p>{t('replicas.text')}</p>
        <FormSelect aria-label={t('replicas.window')} value={hours} onChange={(_event, next) => setHours(Number(next))}>
          {HOURS.map(count => (
            <FormSelectOption key={count} value={count} label={t('replicas.hours', { count })} />
          ))}
        </FormSelect>
        <QueryStates query={query}>{replicas => <Containers replicas={replicas} />}</QueryStates>
      </div>
    </PageBody>
  );
}

function Containers({ replicas: { containers, events, truncated } }: { readonly replicas: Replicas }) {
  const { t } = useTexts();
  if (containers.length === 0)
    return (
      <>
        <p>{t('replicas.none')}</p>
        <StartAgent />
      </>
    );
  return (
    <>
      <p className="bw-quiet">{t(truncated ? 'replicas.lookedAtNewest' : 'replicas.lookedAt', { count: events })}</p>
      {containers.map(container => (
        <Panel key={container.container} title={container.container}>
          <Comparison container={container} />
        </Panel>
      ))}
    </>
  );
}

function Comparison({ container }: { readonly container: Container }) {
  const { t } = useTexts();
  const { state, replicas, behaviors, more } = container;
  const shown = replicas.toSorted((a, b) => b.score - a.score).slice(0, COLUMNS);
  const outliers = replicas.filter(({ score }) => score > 0);
  return (
    <div className="bw-stack">
      {state === 'too-few' ? (
        <Alert variant="info" isInline component="p" title={t('replicas.tooFew', { count: replicas.length })} />
      ) : (
        <p role="status">
          <Mark tone={outliers.length === 0 ? 'good' : 'warn'}>
            {outliers.length === 0 ? t('replicas.alike') : t('replicas.outliers', { names: outliers.map(({ pod }) => pod).join(', ') })}
          </Mark>
        </p>
      )}
      {behaviors.length > 0 && (
        <LongTable
          label={container.container}
          columns={[t('columns.what'), ...shown.map(({ pod, score }) => t('replicas.score', { pod, score })), t('replicas.meaning')]}
          rows={behaviors.map(one => ({
            key: one.text,
            cells: [
              <Link key="text" to={`/runtime/${encodeURIComponent(one.event)}`} className="bw-mono">
                {toVisible(one.text)}
              </Link>,
              ...shown.map(({ pod }) => (one.pods.includes(pod) ? t('replicas.does') : '–')),
              t(toMeaning(one, replicas.length)),
            ],
          }))}
        />
      )}
      {replicas.length > COLUMNS && <p className="bw-quiet">{t('replicas.moreReplicas', { count: replicas.length - COLUMNS })}</p>}
      {more > 0 && <p className="bw-quiet">{t('network.more', { count: more })}</p>}
    </div>
  );
}

function toMeaning({ isNew, pods }: Container['behaviors'][number], replicas: number) {
  if (pods.length === replicas) return isNew ? 'replicas.allNew' : 'replicas.all';
  if (!isNew) return 'replicas.before';
  return pods.length === 1 ? 'replicas.alone' : 'replicas.some';
}
