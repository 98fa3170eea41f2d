import { type Answer, responses } from '@breakwater/api';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { ResponseNotes, ResponseSteps } from '../../ui/ResponseSteps.tsx';
import { QueryStates } from '../../ui/States.tsx';

type Response = Answer<typeof responses.endpoints.get>;

/** Whether the responder has said what it would do. */
export function isPlanned({ state }: Pick<Response, 'state'>): boolean {
  return !['approved', 'running', 'pending-approval'].includes(state);
}

/** What a response would change, as the responder of the cluster says it; live changes bring it. */
export function PlanPanel({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const query = useEndpoint(responses, 'get', { params: { id } });
  return (
    <Panel title={t('responses.plan')} isWide>
      <QueryStates query={query}>
        {response => (isPlanned(response) ? <Plan response={response} /> : <p role="status">{t('responses.planning')}</p>)}
      </QueryStates>
    </Panel>
  );
}

function Plan({ response: { record, state, message } }: { readonly response: Response }) {
  const { t } = useTexts();
  const hasChanges = record.steps.some(({ changes }) => changes.length > 0);
  return (
    <>
      {state !== 'done' && <p>{message}</p>}
      <ResponseNotes record={record} />
      {hasChanges ? <ResponseSteps record={record} isPlan /> : <p>{t('responses.changesNothing')}</p>}
    </>
  );
}
