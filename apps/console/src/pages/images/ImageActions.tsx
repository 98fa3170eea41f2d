import { type Answer, images, scans } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { usePermission } from '../../data/session.ts';
import { useAsk } from '../../data/use-endpoint.ts';
import { saveFile } from '../../format/save-file.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { ScanButton } from './ScanButton.tsx';

type Image = Answer<typeof images.endpoints.get>;

const FORMATS = [
  ['cyclonedx', 'CycloneDX', 'cdx.json'],
  ['spdx', 'SPDX', 'spdx.json'],
] as const;

/** Its bill of materials as a file, and another look at it. */
export function ImageActions({ image, digest }: { readonly image: Image; readonly digest: string | undefined }) {
  const mayScan = usePermission(scans.endpoints.create.permission);
  return (
    <>
      {image.digest !== undefined && <SbomButtons image={image} digest={digest} />}
      {mayScan && <ScanButton reference={image.reference} platform={image.platform} />}
    </>
  );
}

function SbomButtons({ image, digest }: { readonly image: Image; readonly digest: string | undefined }) {
  const { t } = useTexts();
  const ask = useAsk(images, 'sbom');
  const save = (format: 'cyclonedx' | 'spdx', ending: string) =>
    ask.mutate(
      { params: { id: image.id }, query: { format, ...(digest === undefined ? {} : { digest }) } },
      {
        onSuccess: document => saveFile(`${toFileName(image.reference)}.${ending}`, JSON.stringify(document, null, 2), 'application/json'),
      },
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

/** A reference as a name that every file system takes. */
function toFileName(reference: string): string {
  return reference.replaceAll(/[^\w.-]+/g, '_');
}
