import { scans } from '@breakwater/api';
import { useState } from 'react';
import { useChange } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Field.tsx';

/** Has an image read now, also one that no cluster runs. */
export function ScanDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const scan = useChange(scans, 'create');
  const [reference, setReference] = useState('');
  const [platform, setPlatform] = useState('');
  const body = { reference: reference.trim(), ...(platform.trim() === '' ? {} : { platform: platform.trim() }) };
  return (
    <Dialog
      title={t('scans.add')}
      submit={t('scans.start')}
      isReady={body.reference !== ''}
      change={scan}
      onSubmit={() => scan.mutate({ body }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextField label={t('columns.image')} value={reference} onChange={setReference} isRequired help={t('scans.referenceHelp')} />
      <TextField label={t('columns.platform')} value={platform} onChange={setPlatform} help={t('scans.platformHelp')} />
    </Dialog>
  );
}
