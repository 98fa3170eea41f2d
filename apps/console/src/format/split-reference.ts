/** A reference of an image in two parts: what people call it, and which registry has it; empty where the reference does not say. */
export interface ReferenceParts {
  readonly name: string;
  readonly registry: string;
}

/** Enough of a digest to tell it from others. */
const DIGEST = /@(?:sha256:)?([0-9a-f]{12})[0-9a-f]+$/;

/** The first part is a registry when it looks like a host (https://github.com/distribution/reference). */
export function splitReference(reference: string): ReferenceParts {
  const short = reference.replace(DIGEST, '@$1…');
  const cut = short.indexOf('/');
  const first = cut < 0 ? '' : short.slice(0, cut);
  const isHost = first === 'localhost' || /[.:]/.test(first);
  return isHost ? { name: short.slice(cut + 1), registry: first } : { name: short, registry: '' };
}
