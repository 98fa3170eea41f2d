import { AppError } from '../errors.ts';

/** Parts of a package URL, in canonical form. https://github.com/package-url/purl-spec */
export interface Purl {
  readonly type: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly qualifiers: Readonly<Record<string, string>> | null;
  readonly subpath: string | null;
}

/** `purl-invalid`: a text or parts that are no package URL, or not one of their type. */
export class PurlError extends AppError<'purl-invalid'> {
  constructor(message: string) {
    super('purl-invalid', message);
  }
}
