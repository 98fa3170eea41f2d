import { exceptions } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useAsk } from '../../data/use-endpoint.ts';
import { saveFile } from '../../format/save-file.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { toFileName } from './to-file-name.ts';

/** What was decided about its vulnerabilities, as OpenVEX for those who receive the image. */
export function VexButton({ id, reference }: { readonly id: string; readonly reference: string }) {
  const { t } = useTexts();
  const ask = useAsk(exceptions, 'vex');
  const save = () =>
    ask.mutate(
      { query: { image: id } },
      { onSuccess: document => saveFile(toFileName(reference, 'openvex.json'), JSON.stringify(document, null, 2), 'application/json') },
    );
  return (
    <>
      <Button variant="secondary" isLoading={ask.isPending} onClick={save} title={t('images.vexHelp')}>
        {t('images.vex')}
      </Button>
      <FailureAlert failure={ask.error} />
    </>
  );
}
