import { type Body, policies } from '@breakwater/api';
import { useAsk } from '../../../data/use-endpoint.ts';
import { useTexts } from '../../../texts/use-texts.ts';
import { DryRunResult } from './DryRunResult.tsx';
import { Trial } from './Trial.tsx';

type Request = Body<typeof policies.endpoints.dryRun>;

/** Asks what a change would open and close on the clusters as they are. */
export function DryRunPanel({ request, isReady }: { readonly request: Request; readonly isReady: boolean }) {
  const { t } = useTexts();
  const ask = useAsk(policies, 'dryRun');
  return (
    <Trial
      label={t('editor.dryRun')}
      text={t('editor.dryRunText')}
      question={JSON.stringify(request)}
      isReady={isReady}
      ask={ask}
      onAsk={() => ask.mutate({ body: request })}
    >
      {ask.data && <DryRunResult outcome={ask.data} />}
    </Trial>
  );
}
