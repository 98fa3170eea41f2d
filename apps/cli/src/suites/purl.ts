import { buildPurl, canonicalizePurl, PurlError, type PurlParts, parsePurl } from '@breakwater/model';
import type { Suite } from '../suite.ts';

export const suite: Suite = {
  name: 'purl',
  doc: '`test_type` (parse, build, validate) and `input` → the parts, the canonical text, or `{error}`',
  run: ({ test_type: type, input }) => {
    const read = readCase(type, input);
    try {
      return read();
    } catch (cause) {
      if (cause instanceof PurlError) return { error: cause.message };
      throw cause;
    }
  },
};

function readCase(type: unknown, input: unknown): () => unknown {
  if (type === 'parse' && typeof input === 'string') return () => parsePurl(input);
  if (type === 'validate' && typeof input === 'string') return () => canonicalizePurl(input);
  if (type === 'build' && isParts(input)) return () => buildPurl(input);
  throw new TypeError(
    "a case of suite purl has a 'test_type' of parse, build or validate, and an 'input' that is a text or, to build, parts",
  );
}

function isParts(value: unknown): value is PurlParts {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { qualifiers, ...parts } = value as Readonly<Record<string, unknown>>;
  const isTextMap =
    qualifiers === null || qualifiers === undefined || (typeof qualifiers === 'object' && Object.values(qualifiers).every(isText));
  return isTextMap && Object.values(parts).every(isText);
}

function isText(value: unknown): boolean {
  return value === null || typeof value === 'string';
}
