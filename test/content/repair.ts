import { Inventory, type InventoryOptions } from '@breakwater/inventory';
import { applyEdits, type DocumentEdit, type ManifestObject, parsePath, readManifest, toObjects } from '@breakwater/manifest';
import type { Location, PolicyDefinition, Result } from '@breakwater/model';
import {
  type CompiledPolicy,
  createPodSecurity,
  evaluate,
  NEWEST_MINOR,
  type PodSecurity,
  planFixes,
  readFixPath,
} from '@breakwater/policy';
import { readCompiledPolicies } from './judge-set.ts';
import { readStandard } from './read-standard.ts';

/** What one round of fixes made of a text. */
export interface RepairedText {
  readonly text: string;
  /** Violations before and after. */
  readonly before: readonly Result[];
  readonly after: readonly Result[];
  readonly refusals: readonly string[];
}

let podSecurity: PodSecurity | undefined;

/** Applies the fixes of some policies to a text, once, and judges again. */
export function repairText(text: string, policies: readonly CompiledPolicy[], options: Partial<InventoryOptions> = {}): RepairedText {
  const owners = new WeakMap<Location, ManifestObject>();
  const before = judge(text, policies, options, owners);
  const ownerOf = (result: Result) => (result.location === undefined ? undefined : owners.get(result.location));
  const edits = planFixes(before, ownerOf).fixes.flatMap(({ result, edits: own }) =>
    own.map(edit => toDocumentEdit(edit, ownerOf(result))),
  );
  const outcome = applyEdits(text, edits);
  if (!outcome.edited) return { text, before, after: before, refusals: outcome.refusals.map(({ reason }) => reason) };
  return { text: outcome.text, before, after: judge(outcome.text, policies, options, new WeakMap()), refusals: [] };
}

function judge(
  text: string,
  policies: readonly CompiledPolicy[],
  options: Partial<InventoryOptions>,
  owners: WeakMap<Location, ManifestObject>,
): readonly Result[] {
  const sources = toObjects(readManifest(text, { source: 'text' })).objects.map(object => ({
    value: object.value,
    locate: (path: readonly (string | number)[]) => {
      const location = object.locate(path);
      owners.set(location, object);
      return location;
    },
  }));
  const inventory: Inventory = new Inventory(sources, {
    cluster: 'file:test',
    kubeMinor: NEWEST_MINOR,
    complete: true,
    namespace: '',
    listPodSecurityViolations: (workload, level) => readPodSecurity().listViolations(inventory, workload, level),
    ...options,
  });
  return evaluate(inventory, policies).results.filter(result => result.state === 'fail' || result.state === 'error');
}

function readPodSecurity(): PodSecurity {
  podSecurity ??= createPodSecurity(readStandard('pod-security'), readCompiledPolicies());
  return podSecurity;
}

function toDocumentEdit(edit: NonNullable<PolicyDefinition['fix']>[number], owner: ManifestObject | undefined): DocumentEdit {
  if (owner === undefined) throw new TypeError('a finding has no object');
  const place = { document: owner.document.index, path: [...owner.pathPrefix, ...parsePath(readFixPath(edit))] };
  if ('remove' in edit) return { ...place, action: 'remove' };
  return { ...place, action: 'set' in edit ? 'set' : 'append', value: edit.value };
}
