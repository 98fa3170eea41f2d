import { type Answer, baselines } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { ChangeDialog } from './ChangeDialog.tsx';
import { type Deviation, DeviationTable } from './DeviationTable.tsx';

type Baseline = Answer<typeof baselines.endpoints.get>;

/** What was seen outside of it; somebody may say that this is normal. */
export function DeviationsPanel({ baseline, mayChange }: { readonly baseline: Baseline; readonly mayChange: boolean }) {
  const { t } = useTexts();
  const [allowed, setAllowed] = useState<Deviation>();
  const query = useEndpoint(baselines, 'preview', { params: { id: baseline.id }, body: {} });
  const allow = (one: Deviation) => (
    <Button variant="link" isInline onClick={() => setAllowed(one)} isDisabled={one.event === ''}>
      {t('baselineChange.allow')}
    </Button>
  );
  return (
    <Panel title={t('baselines.deviations')} isWide>
      <QueryStates query={query}>
        {({ deviations, events, truncated }) => (
          <>
            <p className="bw-quiet">{t(truncated ? 'baselines.lookedAtNewest' : 'baselines.lookedAt', { count: events })}</p>
            {deviations.length === 0 ? (
              <p>{t('baselines.noDeviations')}</p>
            ) : (
              <DeviationTable deviations={deviations} {...(mayChange ? { renderAction: allow } : {})} />
            )}
          </>
        )}
      </QueryStates>
      {allowed !== undefined && (
        <ChangeDialog
          baseline={baseline}
          wanted={{ change: 'allow', events: [allowed.event] }}
          lines={[allowed.detail]}
          onClose={() => setAllowed(undefined)}
        />
      )}
    </Panel>
  );
}
