import { parsePurl } from './parse-purl.ts';
import { type Purl, PurlError } from './purl.ts';

/** Undefined for what is no purl. */
export function tryParsePurl(text: string | undefined): Purl | undefined {
  try {
    return text === undefined || text === '' ? undefined : parsePurl(text);
  } catch (cause) {
    if (cause instanceof PurlError) return undefined;
    throw cause;
  }
}
