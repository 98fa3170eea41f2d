import { images } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useAsk } from '../../data/use-endpoint.ts';
import { saveFile } from '../../format/save-file.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { toFileName } from './to-file-name.ts';

const FORMATS = [
  ['cyclonedx', 'CycloneDX', 'cdx.json'],
  ['spdx', 'SPDX', 'spdx.json'],
] as const;

interface Props {
  readonly id: string;
  readonly reference: string;
  readonly digest: string | undefined;
}

/** Its bill of materials as a file, in the two forms that others read. */
export function SbomButtons({ id, reference, digest }: Props) {
  const { t } = useTexts();
  const ask = useAsk(images, 'sbom');
  const save = (format: 'cyclonedx' | 'spdx', ending: string) =>
    ask.mutate(
      { params: { id }, query: { format, ...(digest === undefined ? {} : { digest }) } },
      { onSuccess: document => saveFile(toFileName(reference, ending), JSON.stringify(document, null, 2), 'application/json') },
    );
  return (
    <>
      {FORMATS.map(([format, name, ending]) => (
        <Button
          key={format}
          variant="secondary"
          isLoading={ask.isPending && ask.variables.query?.format === format}
          onClick={() => save(format, ending)}
        >
          {t('images.sbom', { format: name })}
        </Button>
      ))}
      <FailureAlert failure={ask.error} />
    </>
  );
}
