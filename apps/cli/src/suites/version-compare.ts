import { compareVersions, VersionError } from '@breakwater/version';
import type { Suite } from '../suite.ts';

export const suite: Suite = {
  name: 'version-compare',
  doc: '`scheme`, `a` and `b` → "<", "=", ">", or `{error}`',
  run: input => {
    const { scheme, a, b } = input as { readonly scheme?: unknown; readonly a?: unknown; readonly b?: unknown };
    if (typeof scheme !== 'string' || typeof a !== 'string' || typeof b !== 'string')
      throw new TypeError("a case of suite version-compare has the texts 'scheme', 'a' and 'b'");
    try {
      return compareVersions(scheme, a, b);
    } catch (cause) {
      if (cause instanceof VersionError) return { error: cause.message };
      throw cause;
    }
  },
};
