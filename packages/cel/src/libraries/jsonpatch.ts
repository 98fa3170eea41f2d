import { costOfFirst, defineFunction, type Library } from '../declarations.ts';

/** A key as a part of a JSON Pointer (RFC 6901, 3). */
function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** What JSON patches of a MutatingAdmissionPolicy need. */
export const library: Library = {
  name: 'jsonpatch',
  functions: [defineFunction('jsonpatch.escapeKey', ['string'], 'string', escapeKey, { cost: costOfFirst })],
};
