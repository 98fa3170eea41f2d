import type { PolicyDefinition } from '@breakwater/model';

/**
 * Policies that have to be judged together with some for the answer to be whole: what these imply is muted by them, and whatever implies one of all
 * these mutes it.
 */
export function listRelated(ids: ReadonlySet<string>, policies: readonly PolicyDefinition[]): ReadonlySet<string> {
  const implied = policies.filter(({ id }) => ids.has(id)).flatMap(({ implies = [] }) => implies);
  const touched = new Set([...ids, ...implied]);
  const muters = policies.filter(({ implies = [] }) => implies.some(id => touched.has(id))).map(({ id }) => id);
  return new Set([...touched, ...muters]);
}
