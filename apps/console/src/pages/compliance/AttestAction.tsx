import { type Answer, attestations } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { usePermission } from '../../data/session.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { AttestDialog } from './AttestDialog.tsx';

/** Attests a control, where somebody may. */
export function AttestAction({ framework, control }: { readonly framework: string; readonly control: string }) {
  const { t } = useTexts();
  const mayAttest = usePermission(attestations.endpoints.create.permission);
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<Answer<typeof attestations.endpoints.create>>();
  if (!mayAttest) return null;
  const finish = (attestation: NonNullable<typeof made>) => {
    setMade(attestation);
    setOpen(false);
  };
  return (
    <>
      {made !== undefined && <span role="status">{t('compliance.attested', { by: made.by, until: made.validUntil.slice(0, 10) })}</span>}
      <Button variant="secondary" onClick={() => setOpen(true)}>
        {t('compliance.attest')}
      </Button>
      {isOpen && <AttestDialog framework={framework} control={control} onDone={finish} onClose={() => setOpen(false)} />}
    </>
  );
}
