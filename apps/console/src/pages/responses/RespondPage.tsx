import { type Answer, responses, workloads } from '@breakwater/api';
import type { ResponseAction } from '@breakwater/model';
import { ActionGroup, Button, Form, FormSelect, FormSelectOption, TextArea } from '@patternfly/react-core';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Link } from '../../app/Link.tsx';
import { useGo } from '../../app/use-go.ts';
import { usePermission } from '../../data/session.ts';
import { useChange, useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, PageHead } from '../../ui/Detail.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { Field } from '../../ui/Field.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { isPlanned, PlanPanel } from './PlanPanel.tsx';
import { isOfPod, listWorkloadActions, toTarget } from './workload-actions.ts';

type Workload = Answer<typeof workloads.endpoints.get>;

function RespondPage() {
  const { workload } = useSearch({ strict: false }) as Readonly<Record<string, string | undefined>>;
  return workload === undefined ? <NoWorkload /> : <RespondTo workload={workload} />;
}

function NoWorkload() {
  const { t } = useTexts();
  return (
    <>
      <PageHead title={t('responses.respond')} parent={{ title: t('responses.title'), to: '/responses' }} text={t('responses.text')} />
      <PageBody>
        <p>
          {t('responses.noneNext')} <Link to="/workloads">{t('workloads.title')}</Link>
        </p>
      </PageBody>
    </>
  );
}

function RespondTo({ workload }: { readonly workload: string }) {
  const query = useEndpoint(workloads, 'get', { params: { id: workload } });
  return <QueryStates query={query}>{found => <RespondForm workload={found} />}</QueryStates>;
}

interface Draft {
  readonly action: ResponseAction;
  readonly pod: string;
  readonly reason: string;
  /** Seconds, 0 for never. */
  readonly undoAfter: number;
}

/** First what would change, then the button that does it: another choice needs another look. */
function RespondForm({ workload }: { readonly workload: Workload }) {
  const { t } = useTexts();
  const go = useGo();
  const mayAct = usePermission('respond');
  const { summary, cluster, id, name, kind } = workload;
  const [draft, setDraft] = useState<Draft>({ action: 'scale-to-zero', pod: summary.pods[0]?.name ?? '', reason: '', undoAfter: 0 });
  const plan = useChange(responses, 'request');
  const act = useChange(responses, 'request');
  const edit = (part: Partial<Draft>): void => {
    setDraft(old => ({ ...old, ...part }));
    if (part.action !== undefined || part.pod !== undefined) plan.reset();
  };
  const body = { cluster, action: draft.action, target: toTarget(summary, draft.action, draft.pod) };
  const hasTarget = !isOfPod(draft.action) || draft.pod !== '';
  const reason = draft.reason.trim();
  const undo = draft.undoAfter === 0 ? {} : { undoAfterSeconds: draft.undoAfter };
  return (
    <>
      <PageHead
        title={t('responses.respondTitle', { name: `${kind} ${name}` })}
        parent={{ title: name, to: `/workloads/${encodeURIComponent(id)}` }}
        text={t(`responseActionHelp.${draft.action}`)}
      />
      <PageBody>
        <Form className="bw-form" onSubmit={event => event.preventDefault()}>
          <ActionFields draft={draft} workload={workload} onChange={edit} />
          <Field label={t('responses.reason')} isRequired help={t('responses.reasonHelp')}>
            {field => <TextArea id={field} value={draft.reason} onChange={(_event, next) => edit({ reason: next })} rows={2} isRequired />}
          </Field>
          <FailureAlert failure={plan.error ?? act.error} />
          <ActionGroup>
            <Button
              variant="secondary"
              isDisabled={!hasTarget}
              isLoading={plan.isPending}
              onClick={() => plan.mutate({ body: { ...body, reason: reason || t('responses.dryRun'), dryRun: true } })}
            >
              {t('responses.preview')}
            </Button>
            <ActButton
              planId={plan.data?.id}
              isReady={hasTarget && reason !== ''}
              isPending={act.isPending}
              title={t(mayAct ? 'responses.act' : 'responses.ask')}
              onAct={() =>
                act.mutate({ body: { ...body, reason, ...undo } }, { onSuccess: made => go(`/responses/${encodeURIComponent(made.id)}`) })
              }
            />
          </ActionGroup>
        </Form>
        {plan.data !== undefined && <PlanPanel id={plan.data.id} />}
      </PageBody>
    </>
  );
}

interface ActButtonProps {
  readonly planId: string | undefined;
  readonly isReady: boolean;
  readonly isPending: boolean;
  readonly title: string;
  readonly onAct: () => void;
}

/** Ready once the plan was seen and nothing speaks against it. */
function ActButton({ planId, isReady, isPending, title, onAct }: ActButtonProps) {
  const { data } = useEndpoint(responses, 'get', { params: { id: planId ?? '' } }, { enabled: planId !== undefined });
  const isSeen =
    planId !== undefined && data !== undefined && isPlanned(data) && data.state === 'done' && data.record.refusals.length === 0;
  return (
    <Button variant="danger" isDisabled={!isReady || !isSeen} isLoading={isPending} onClick={onAct}>
      {title}
    </Button>
  );
}

interface ActionFieldsProps {
  readonly draft: Draft;
  readonly workload: Workload;
  readonly onChange: (part: Partial<Draft>) => void;
}

const MINUTE = 60;
const HOUR = 3600;

function ActionFields({ draft, workload: { summary }, onChange }: ActionFieldsProps) {
  const { t } = useTexts();
  const isUndoable = draft.action === 'scale-to-zero' || draft.action === 'quarantine';
  const ends = [
    [0, t('responses.never')],
    [30 * MINUTE, t('responses.minutes', { count: 30 })],
    [2 * HOUR, t('responses.hours', { count: 2 })],
    [24 * HOUR, t('responses.hours', { count: 24 })],
  ] as const;
  return (
    <>
      <Field label={t('responses.action')} isRequired>
        {field => (
          <FormSelect id={field} value={draft.action} onChange={(_event, next) => onChange({ action: next as ResponseAction })}>
            {listWorkloadActions(summary).map(action => (
              <FormSelectOption key={action} value={action} label={t(`responseAction.${action}`)} />
            ))}
          </FormSelect>
        )}
      </Field>
      {isOfPod(draft.action) && (
        <Field label={t('responses.pod')} isRequired help={summary.pods.length === 0 ? t('responses.noPods') : undefined}>
          {field => (
            <FormSelect id={field} value={draft.pod} onChange={(_event, pod) => onChange({ pod })}>
              {summary.pods.map(({ name }) => (
                <FormSelectOption key={name} value={name} label={name} />
              ))}
            </FormSelect>
          )}
        </Field>
      )}
      {isUndoable && (
        <Field label={t('responses.undoAfter')}>
          {field => (
            <FormSelect id={field} value={draft.undoAfter} onChange={(_event, next) => onChange({ undoAfter: Number(next) })}>
              {ends.map(([seconds, title]) => (
                <FormSelectOption key={seconds} value={seconds} label={title} />
              ))}
            </FormSelect>
          )}
        </Field>
      )}
    </>
  );
}

export const page: PageDefinition = {
  path: '/responses/new',
  title: 'responses.respond',
  permission: 'request-response',
  Component: RespondPage,
};
