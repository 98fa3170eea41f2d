import { type Answer, attestations } from '@breakwater/api';
import { FormSelect, FormSelectOption, TextArea } from '@patternfly/react-core';
import { useState } from 'react';
import { useChange } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field, TextField } from '../../ui/Field.tsx';

type Attestation = Answer<typeof attestations.endpoints.create>;

const STATED = ['pass', 'fail', 'not-applicable'] as const;

interface Props {
  readonly framework: string;
  readonly control: string;
  readonly onDone: (attestation: Attestation) => void;
  readonly onClose: () => void;
}

/** States of a control that is for people what they found, and until when it counts. */
export function AttestDialog({ framework, control, onDone, onClose }: Props) {
  const { t } = useTexts();
  const attest = useChange(attestations, 'create');
  const [state, setState] = useState<Attestation['state']>('pass');
  const [text, setText] = useState('');
  const [validUntil, setValidUntil] = useState('');
  return (
    <Dialog
      title={t('compliance.attestTitle', { control: `${framework} ${control}` })}
      submit={t('compliance.attest')}
      isReady={text.trim() !== '' && validUntil !== ''}
      change={attest}
      onSubmit={() => attest.mutate({ body: { framework, control, state, text, validUntil } }, { onSuccess: onDone })}
      onClose={onClose}
    >
      <p>{t('compliance.attestText')}</p>
      <Field label={t('compliance.stated')} isRequired>
        {id => (
          <FormSelect id={id} value={state} onChange={(_event, next) => setState(next as Attestation['state'])}>
            {STATED.map(one => (
              <FormSelectOption key={one} value={one} label={t(`complianceState.${one}`)} />
            ))}
          </FormSelect>
        )}
      </Field>
      <Field label={t('compliance.found')} isRequired>
        {id => <TextArea id={id} value={text} onChange={(_event, next) => setText(next)} rows={3} isRequired />}
      </Field>
      <TextField label={t('compliance.validUntil')} type="date" value={validUntil} onChange={setValidUntil} isRequired />
    </Dialog>
  );
}
