import { coverRules, coversUrl, type PolicyRule, toRule, toWrittenRule } from '@breakwater/rbac';
import type { Suite } from '../suite.ts';

export const suite: Suite = {
  name: 'rbac-covers',
  doc: '`ownerRules` and `requestedRules`, or the paths `owner` and `requested` → `{covered, uncovered?}`, uncovered as rules of one permission each',
  run: input => {
    if (typeof input['owner'] === 'string') return { covered: coversUrl(input['owner'], readUrl(input['requested'])) };
    const { covered, uncovered } = coverRules(
      readRules(input['ownerRules'], 'ownerRules'),
      readRules(input['requestedRules'], 'requestedRules'),
    );
    return { covered, uncovered: uncovered.map(toWrittenRule) };
  },
};

/** The truth data write null for the empty path. */
function readUrl(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  throw new TypeError("'requested' is a text");
}

function readRules(value: unknown, field: string): readonly PolicyRule[] {
  if (!Array.isArray(value)) throw new TypeError(`a case of suite rbac-covers has a list '${field}', or the texts 'owner' and 'requested'`);
  return value.map(rule => {
    if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) throw new TypeError(`every entry of '${field}' is a JSON object`);
    return toRule(rule as Record<string, unknown>);
  });
}
