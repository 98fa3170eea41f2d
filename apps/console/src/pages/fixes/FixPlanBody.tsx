import type { Answer, fixPlan } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { useTexts } from '../../texts/use-texts.ts';
import { Code } from '../../ui/Code.tsx';
import { Facts, Panel } from '../../ui/Detail.tsx';
import { FindingCountList } from '../../ui/FindingMarks.tsx';
import { shorten } from '../../ui/ImageMarks.tsx';
import { ReferenceText } from '../../ui/ReferenceText.tsx';
import { DueText } from './DueText.tsx';
import { PlanHistory } from './PlanHistory.tsx';
import { RaiseTable, RemoveTable } from './PlanTables.tsx';

type Plan = Answer<typeof fixPlan.endpoints.get>;

/** What to change in one image, in which order, for whom and until when. */
export function FixPlanBody({ plan }: { readonly plan: Plan }) {
  const { t } = useTexts();
  return (
    <div className="bw-grid">
      <Panel title={t('fixes.about')}>
        <About plan={plan} />
      </Panel>
      <Panel title={t('fixes.base')}>
        <BaseUpdate update={plan.baseUpdate} />
      </Panel>
      <Panel title={t('fixes.raise', { count: plan.packages.length })} isWide>
        <RaiseTable plan={plan} />
      </Panel>
      {plan.removable.length > 0 && (
        <Panel title={t('fixes.remove', { count: plan.removable.length })} isWide>
          <RemoveTable plan={plan} />
        </Panel>
      )}
      <PlanHistory plan={plan} />
    </div>
  );
}

function About({ plan }: { readonly plan: Plan }) {
  const { t } = useTexts();
  return (
    <Facts
      items={[
        [t('columns.closes'), t('fixes.closes', { count: plan.closes })],
        [t('columns.due'), plan.dueAt === undefined ? t('words.none') : <DueText key="due" dueAt={plan.dueAt} isOverdue={plan.overdue} />],
        [t('columns.owner'), plan.owners.length === 0 ? t('workloads.noOwner') : plan.owners.join(', ')],
        [t('columns.step'), t('fixes.step', { step: plan.order })],
        [t('fixes.after'), <ImageLinks key="after" images={plan.after} />],
        [t('fixes.before'), <ImageLinks key="before" images={plan.before} />],
        [t('workloads.title'), <WorkloadLinks key="workloads" workloads={plan.workloads} />],
      ]}
    />
  );
}

/** Of an image that runs everywhere the first are enough: its own page has them all. */
const MOST = 10;

function WorkloadLinks({ workloads }: Pick<Plan, 'workloads'>) {
  const { t } = useTexts();
  const more = workloads.length - MOST;
  return (
    <ul className="bw-plain-list">
      {workloads.slice(0, MOST).map(({ workload, clusterName, namespace, kind, name }) => (
        <li key={workload}>
          <Link to={`/workloads/${encodeURIComponent(workload)}`}>
            {kind} {name}
          </Link>{' '}
          <span className="bw-quiet">
            {clusterName} / {namespace}
          </span>
        </li>
      ))}
      {more > 0 && <li>{t('network.more', { count: more })}</li>}
    </ul>
  );
}

function ImageLinks({ images }: { readonly images: Plan['after'] }) {
  const { t } = useTexts();
  if (images.length === 0) return t('words.none');
  return (
    <ul className="bw-plain-list">
      {images.map(({ id, reference }) => (
        <li key={id}>
          <ReferenceText reference={reference} to={`/fixes/${encodeURIComponent(id)}`} />
        </li>
      ))}
    </ul>
  );
}

/** What to write after FROM, and what that alone mends. */
function BaseUpdate({ update }: { readonly update: Plan['baseUpdate'] }) {
  const { t } = useTexts();
  if (update === undefined) return <p className="bw-quiet">{t('fixes.noBase')}</p>;
  const { name, from, to, reference, before, after } = update;
  return (
    <div className="bw-stack">
      <p>{t('fixes.baseText', { name })}</p>
      <Code id="base-line" label={t('fixes.baseLine')} text={`FROM ${reference}`} />
      <Facts
        items={[
          [t('fixes.now'), <FindingCountList key="before" counts={before} />],
          [t('fixes.afterwards'), <FindingCountList key="after" counts={after} />],
          [
            t('columns.digest'),
            <span key="digest" className="bw-mono" title={`${from}\n${to}`}>
              {shorten(from)} → {shorten(to)}
            </span>,
          ],
        ]}
      />
    </div>
  );
}
