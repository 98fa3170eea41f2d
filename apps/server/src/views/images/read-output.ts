import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { ImageOutput } from '@breakwater/model';
import { MAX_RESULT_BYTES } from '@breakwater/protocol';

const unpack = promisify(gunzip);

/** What a scanner read of an image, as it was stored after it was checked. */
export async function readOutput(packed: Uint8Array): Promise<ImageOutput> {
  const bytes = await unpack(packed, { maxOutputLength: MAX_RESULT_BYTES });
  return JSON.parse(bytes.toString('utf8')) as ImageOutput;
}
