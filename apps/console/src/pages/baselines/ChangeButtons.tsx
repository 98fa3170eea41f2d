import type { Answer, baselines } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useTexts } from '../../texts/use-texts.ts';
import { ChangeDialog } from './ChangeDialog.tsx';

/** Locks it, or lets it learn on. */
export function ChangeButtons({ baseline }: { readonly baseline: Answer<typeof baselines.endpoints.get> }) {
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const change = baseline.state === 'locked' ? 'unlock' : 'lock';
  return (
    <>
      <Button variant={change === 'lock' ? 'primary' : 'secondary'} size="sm" onClick={() => setOpen(true)}>
        {t(`baselineChange.${change}`)}
      </Button>
      {isOpen && <ChangeDialog baseline={baseline} wanted={{ change }} onClose={() => setOpen(false)} />}
    </>
  );
}
