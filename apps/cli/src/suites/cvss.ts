import { scoreCvss } from '@breakwater/vulnerability';
import type { Suite } from '../suite.ts';

export const suite: Suite = {
  name: 'cvss',
  doc: '`vector` of CVSS 2.0, 3.0, 3.1 or 4.0 → `{score, severity, base, temporal?, environmental?}` or `{error}`',
  run: ({ vector }) => {
    if (typeof vector !== 'string') throw new TypeError("a case of suite cvss has a text 'vector'");
    const scored = scoreCvss(vector);
    if (scored === undefined) return { error: 'this is no CVSS vector' };
    const { version: _, ...scores } = scored;
    return scores;
  },
};
