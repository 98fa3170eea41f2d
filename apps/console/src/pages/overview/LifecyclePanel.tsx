import { type Answer, lifecycle } from '@breakwater/api';
import { useState } from 'react';
import { useCluster } from '../../data/use-clusters.ts';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { StateMark, ToneShape, toneOf } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { ControlDetail } from './ControlDetail.tsx';

type Cluster = Answer<typeof lifecycle.endpoints.get>['clusters'][number];
type Control = Cluster['controls'][number];
type State = Control['state'];

interface Choice {
  readonly cluster: string;
  readonly control: string;
}

/** The practices of a secure lifecycle: one row for each cluster, stages from left to right, one cell for each practice. */
export function LifecyclePanel({ cluster }: { readonly cluster: string | undefined }) {
  const { t } = useTexts();
  const query = useEndpoint(lifecycle, 'get', { query: cluster === undefined ? {} : { cluster } });
  return (
    <Panel title={t('overview.lifecycle')} isWide>
      <QueryStates query={query} rows={3}>
        {({ clusters }) => <LifecycleTable clusters={clusters} />}
      </QueryStates>
    </Panel>
  );
}

function LifecycleTable({ clusters }: { readonly clusters: readonly Cluster[] }) {
  const { t } = useTexts();
  const [choice, setChoice] = useState<Choice>();
  const groups = [...new Set(clusters.flatMap(({ controls }) => controls.map(({ group }) => group)))];
  const open = clusters.find(({ cluster }) => cluster === choice?.cluster)?.controls.find(({ id }) => id === choice?.control);
  return (
    <>
      <div className="bw-cycle-scroll">
        <table className="bw-cycle" aria-label={t('overview.lifecycle')}>
          <thead>
            <tr>
              <th scope="col">{t('columns.cluster')}</th>
              {groups.map(group => (
                <th key={group} scope="col">
                  {optionalText(t, 'controlGroup', group)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {clusters.map(cluster => (
              <ClusterRow key={cluster.cluster} cluster={cluster} groups={groups} choice={choice} onChoose={setChoice} />
            ))}
          </tbody>
        </table>
      </div>
      {open !== undefined && choice !== undefined && <ControlDetail control={open} cluster={choice.cluster} />}
      <Legend />
    </>
  );
}

interface RowProps {
  readonly cluster: Cluster;
  readonly groups: readonly string[];
  readonly choice: Choice | undefined;
  readonly onChoose: (choice: Choice | undefined) => void;
}

function ClusterRow({ cluster: { cluster, clusterName, controls }, groups, choice, onChoose }: RowProps) {
  const { t } = useTexts();
  const state = useCluster(cluster)?.state;
  const passing = controls.filter(({ state }) => state === 'pass').length;
  const isOpen = (id: string) => choice?.cluster === cluster && choice.control === id;
  return (
    <tr>
      <th scope="row">
        {clusterName}
        <small>{t('overview.passing', { passing, count: controls.length })}</small>
        {state !== undefined && state !== 'connected' && <StateMark subject="cluster" state={state} />}
      </th>
      {groups.map(group => (
        <td key={group}>
          <div className="bw-cells">
            {controls
              .filter(control => control.group === group)
              .map(control => (
                <Cell
                  key={control.id}
                  control={control}
                  isOpen={isOpen(control.id)}
                  onToggle={() => onChoose(isOpen(control.id) ? undefined : { cluster, control: control.id })}
                />
              ))}
          </div>
        </td>
      ))}
    </tr>
  );
}

function Cell({ control, isOpen, onToggle }: { readonly control: Control; readonly isOpen: boolean; readonly onToggle: () => void }) {
  const { t } = useTexts();
  const { state, title } = control;
  const label = `${title}: ${t(`controlState.${state}`)}`;
  return (
    <button type="button" className={`bw-cell bw-cell-${state}`} aria-expanded={isOpen} aria-label={label} title={label} onClick={onToggle}>
      <Sign state={state} />
    </button>
  );
}

/** What nothing decides, and what does not apply, has no sign: the cell itself is empty. */
function Sign({ state }: { readonly state: State }) {
  return state === 'undecided' || state === 'not-applicable' ? null : <ToneShape tone={toneOf('control', state)} />;
}

const LEGEND: readonly State[] = ['pass', 'fail', 'review', 'not-evaluated', 'undecided'];

function Legend() {
  const { t } = useTexts();
  return (
    <ul className="bw-legend">
      {LEGEND.map(state => (
        <li key={state}>
          <span className={`bw-cell bw-cell-${state}`} aria-hidden="true">
            <Sign state={state} />
          </span>
          {t(`controlState.${state}`)}
        </li>
      ))}
    </ul>
  );
}
