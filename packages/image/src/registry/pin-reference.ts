import { formatReference, parseReference } from './reference.ts';

/** The reference with a digest instead of its tag. Throws ImageError `reference-invalid`, also for what is no digest. */
export function pinReference(text: string, digest: string): string {
  const { host, repository } = parseReference(text);
  return formatReference(parseReference(formatReference({ host, repository, tag: undefined, digest })));
}
