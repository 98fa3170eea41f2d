import { createHash, randomUUID } from 'node:crypto';
import { type ImageOutput, outputToSbomImage, toCycloneDx, toSpdx } from '@breakwater/model';

const WRITERS = { cyclonedx: toCycloneDx, spdx: toSpdx } as const;
const ENDINGS = { cyclonedx: 'cdx.json', spdx: 'spdx.json' } as const;

export type SbomFormat = keyof typeof WRITERS;

/** The packages of a stored image as a document. @param time when it was read, RFC 3339 */
export function writeSbom(output: ImageOutput, format: SbomFormat, { time, version }: { readonly time: string; readonly version: string }) {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const options = { serialNumber: `urn:uuid:${randomUUID()}`, timestamp: new Date(time).toISOString(), toolVersion: version, hash };
  return { ...WRITERS[format](outputToSbomImage(output), options) };
}

export function toSbomName(reference: string, format: SbomFormat): string {
  return `${reference}.${ENDINGS[format]}`;
}
