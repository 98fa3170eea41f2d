import { readFileSync } from 'node:fs';
import { readManifest } from '@breakwater/manifest';
import type { Standard } from '@breakwater/model';

/** A standard of the checkout, read from its source. */
export function readStandard(id: string): Standard {
  const text = readFileSync(new URL(`../../content/standards/${id}.yaml`, import.meta.url), 'utf8');
  const value = readManifest(text, { source: `${id}.yaml` }).documents[0]?.value;
  return value as Standard;
}
