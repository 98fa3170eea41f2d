import { type Answer, type images, scans } from '@breakwater/api';
import { usePermission } from '../../data/session.ts';
import { SbomButtons } from './SbomButtons.tsx';
import { ScanButton } from './ScanButton.tsx';
import { VexButton } from './VexButton.tsx';

/** What can be taken along of an image, and another look at it. */
export function ImageActions({
  image: { id, reference, digest, platform, vulnerabilities },
  chosen,
}: {
  readonly image: Answer<typeof images.endpoints.get>;
  /** One of several images behind the reference. */
  readonly chosen: string | undefined;
}) {
  const mayScan = usePermission(scans.endpoints.create.permission);
  return (
    <>
      {digest !== undefined && <SbomButtons id={id} reference={reference} digest={chosen} />}
      {(vulnerabilities?.accepted ?? 0) > 0 && <VexButton id={id} reference={reference} />}
      {mayScan && <ScanButton reference={reference} platform={platform} />}
    </>
  );
}
