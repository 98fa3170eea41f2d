import { satisfies, VersionError } from '@breakwater/version';
import type { Suite } from '../suite.ts';

export const suite: Suite = {
  name: 'range',
  doc: '`scheme`, `version` and `constraint` (native or `vers:…`) → true, false, or `{error}`',
  run: ({ scheme, version, constraint }) => {
    if (typeof scheme !== 'string' || typeof version !== 'string' || typeof constraint !== 'string')
      throw new TypeError("a case of suite range has the texts 'scheme', 'version' and 'constraint'");
    try {
      return satisfies(scheme, version, constraint);
    } catch (cause) {
      if (cause instanceof VersionError) return { error: cause.message };
      throw cause;
    }
  },
};
