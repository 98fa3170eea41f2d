import { scans } from '@breakwater/api';
import { Alert, Button } from '@patternfly/react-core';
import { queryClient } from '../../data/query-client.ts';
import { useChange } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { FailureAlert } from '../../ui/FailureAlert.tsx';

/** Reads an image before everything else; what comes of it arrives by itself. */
export function ScanButton({ reference, platform }: { readonly reference: string; readonly platform: string | undefined }) {
  const { t } = useTexts();
  const scan = useChange(scans, 'create');
  const body = { reference, ...(platform === undefined ? {} : { platform }) };
  return (
    <>
      <Button
        variant="secondary"
        isLoading={scan.isPending}
        onClick={() => scan.mutate({ body }, { onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['images'] }) })}
      >
        {t('images.scanNow')}
      </Button>
      {scan.isSuccess && <Alert variant="info" isInline isPlain isLiveRegion component="p" title={t('images.scanQueued')} />}
      <FailureAlert failure={scan.error} />
    </>
  );
}
