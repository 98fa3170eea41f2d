import { parseJsonObject } from '../source/json.ts';
import { readCycloneDx } from './read-cyclonedx.ts';
import { readSpdx } from './read-spdx.ts';
import type { Sbom } from './sbom.ts';

/** Reads an SBOM of either kind: CycloneDX 1.2 to 1.7 as JSON, SPDX 2.x as JSON or tag-value. Throws ImageError `document-invalid`. */
export function readSbom(bytes: Uint8Array): Sbom {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1000)).toString('utf8').trimStart();
  if (!head.startsWith('{')) return readSpdx(bytes);
  return 'spdxVersion' in parseJsonObject(bytes, 'the SBOM') ? readSpdx(bytes) : readCycloneDx(bytes);
}
