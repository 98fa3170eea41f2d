import { policies } from '@breakwater/api';
import { useAsk } from '../../../data/use-endpoint.ts';
import { useTexts } from '../../../texts/use-texts.ts';
import { WhatIfResult } from '../WhatIfResult.tsx';
import { Trial } from './Trial.tsx';

const DAYS = 30;

/** Asks which requests of the last days the policy would have refused as it is written now, had it been set to refuse. */
export function WhatIfPanel({ id, text, isReady }: { readonly id: string; readonly text: string; readonly isReady: boolean }) {
  const { t } = useTexts();
  const ask = useAsk(policies, 'whatIf');
  return (
    <Trial
      label={t('editor.whatIf')}
      text={t('editor.whatIfText', { days: DAYS })}
      question={text}
      isReady={isReady}
      ask={ask}
      onAsk={() => ask.mutate({ params: { id }, body: { days: DAYS, text } })}
    >
      {ask.data && <WhatIfResult outcome={ask.data} />}
    </Trial>
  );
}
