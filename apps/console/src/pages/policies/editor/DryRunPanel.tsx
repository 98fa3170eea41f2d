import { type Body, policies } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useRef } from 'react';
import { useAsk } from '../../../data/use-endpoint.ts';
import { useTexts } from '../../../texts/use-texts.ts';
import { FailureAlert } from '../../../ui/FailureAlert.tsx';
import { DryRunResult } from './DryRunResult.tsx';

type Request = Body<typeof policies.endpoints.dryRun>;

/** Asks what a change would do before it is made; what is shown is told to be old once the change is another one. */
export function DryRunPanel({ request, isReady }: { readonly request: Request; readonly isReady: boolean }) {
  const { t } = useTexts();
  const ask = useAsk(policies, 'dryRun');
  const asked = useRef('');
  const key = JSON.stringify(request);
  const run = () => {
    asked.current = key;
    ask.mutate({ body: request });
  };
  return (
    <div className="bw-stack">
      <div>
        <Button variant="secondary" isDisabled={!isReady} isLoading={ask.isPending} onClick={run}>
          {t('editor.dryRun')}
        </Button>{' '}
        <span className="bw-quiet">{t(isReady ? 'editor.dryRunText' : 'editor.dryRunNotYet')}</span>
      </div>
      <FailureAlert failure={ask.error} />
      {ask.data !== undefined && asked.current !== key && <p className="bw-quiet">{t('editor.dryRunOld')}</p>}
      {ask.data !== undefined && <DryRunResult outcome={ask.data} />}
    </div>
  );
}
