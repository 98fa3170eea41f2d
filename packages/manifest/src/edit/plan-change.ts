import { isMapping, type JsonObject, setEntry } from '../mapping.ts';
import type { Change } from './change-tree.ts';
import type { EditRefusal } from './document-edit.ts';
import { isSameValue } from './same-value.ts';

/** What happens to one value, with what it must read as afterwards. */
export type Plan =
  | { readonly kind: 'keep'; readonly value: unknown }
  | { readonly kind: 'remove'; readonly edits: readonly number[] }
  | { readonly kind: 'replace'; readonly value: unknown; readonly edits: readonly number[] }
  | MappingPlan
  | ListPlan;

/** An entry that is added to a mapping. */
export interface Insert {
  readonly key: string;
  readonly value: unknown;
  readonly edits: readonly number[];
}

export interface MappingPlan {
  readonly kind: 'mapping';
  readonly value: JsonObject;
  readonly entries: ReadonlyMap<string, Plan>;
  readonly inserts: readonly Insert[];
  readonly edits: readonly number[];
}

export interface ListPlan {
  readonly kind: 'list';
  readonly value: readonly unknown[];
  readonly items: ReadonlyMap<number, Plan>;
  readonly appends: readonly unknown[];
  readonly edits: readonly number[];
}

/** Lists and mappings that say nothing when they are empty; of others (ingress, podSelector, emptyDir) the API tells empty from absent. */
const VOID_LISTS = new Set(['add']);
const VOID_MAPPINGS = new Set([
  'annotations',
  'capabilities',
  'labels',
  'limits',
  'nodeSelector',
  'requests',
  'resources',
  'securityContext',
]);

/** Decides what happens to a value; what cannot be done is added to the refusals and left as it is. `key` is the key that holds it. */
export function planChange(value: unknown, change: Change, key: string | number | undefined, refusals: EditRefusal[]): Plan {
  const { edits } = change;
  if (change.remove === true) return { kind: 'remove', edits };
  if (change.set !== undefined) return planSet(value, change.set.value, edits);
  if (value === null) {
    const built = buildMissing(change, refusals);
    return built === undefined ? { kind: 'keep', value } : { kind: 'replace', value: built, edits };
  }
  if (change.appends.length > 0) return planAppend(value, change, refusals);
  if (Array.isArray(value)) return planList(value, change, key, refusals);
  if (isMapping(value)) return planMapping(value, change, key, refusals);
  return refuse(value, change, 'the path leads through a value that holds nothing', refusals);
}

/** A mapping becomes another one entry by entry, so that what stays of it keeps its comments. */
function planSet(value: unknown, wanted: unknown, edits: readonly number[]): Plan {
  if (isSameValue(value, wanted)) return { kind: 'keep', value };
  if (!isMapping(value) || !isMapping(wanted) || Object.keys(wanted).length === 0) return { kind: 'replace', value: wanted, edits };
  const entries = new Map<string, Plan>();
  for (const [key, entry] of Object.entries(value)) {
    entries.set(key, Object.hasOwn(wanted, key) ? planSet(entry, wanted[key], edits) : { kind: 'remove', edits });
  }
  const missing = Object.entries(wanted).filter(([key]) => !Object.hasOwn(value, key));
  const inserts = missing.map(([key, entry]) => ({ key, value: entry, edits }));
  return { kind: 'mapping', value: wanted, entries, inserts, edits };
}

function refuse(value: unknown, change: Change, reason: string, refusals: EditRefusal[]): Plan {
  for (const edit of change.edits) refusals.push({ edit, reason });
  return { kind: 'keep', value };
}

function planAppend(value: unknown, change: Change, refusals: EditRefusal[]): Plan {
  if (!Array.isArray(value)) return refuse(value, change, 'the value to append to is no list', refusals);
  return { kind: 'list', value: [...value, ...change.appends], items: new Map(), appends: change.appends, edits: change.edits };
}

/** The value of a field that is not there yet; undefined when there is nothing to put in it. */
function buildMissing(change: Change, refusals: EditRefusal[]): unknown {
  if (change.remove === true) return undefined;
  if (change.set !== undefined) return change.set.value;
  if (change.appends.length > 0) return [...change.appends];
  const mapping: JsonObject = {};
  for (const [step, child] of change.children) {
    const value = buildMissing(child, refusals);
    if (value === undefined) continue;
    if (typeof step === 'number') refuse(undefined, child, `the list has no item ${step}`, refusals);
    else setEntry(mapping, step, value);
  }
  return Object.keys(mapping).length === 0 ? undefined : mapping;
}

function planMapping(value: JsonObject, change: Change, key: string | number | undefined, refusals: EditRefusal[]): Plan {
  const entries = new Map<string, Plan>();
  const inserts: Insert[] = [];
  for (const [step, child] of change.children) {
    if (typeof step === 'number') refuse(value, child, `the path asks for item ${step} of a mapping`, refusals);
    else if (Object.hasOwn(value, step)) entries.set(step, planChange(value[step], child, step, refusals));
    else {
      const built = buildMissing(child, refusals);
      if (built !== undefined) inserts.push({ key: step, value: built, edits: child.edits });
    }
  }
  const after = toMapping(value, entries, inserts);
  if (isUntouched(entries) && inserts.length === 0) return { kind: 'keep', value };
  if (Object.keys(after).length > 0) return { kind: 'mapping', value: after, entries, inserts, edits: change.edits };
  return planEmpty(after, change, key);
}

function planEmpty(value: unknown, { edits }: Change, key: string | number | undefined): Plan {
  const names = Array.isArray(value) ? VOID_LISTS : VOID_MAPPINGS;
  return typeof key === 'string' && names.has(key) ? { kind: 'remove', edits } : { kind: 'replace', value, edits };
}

function toMapping(value: JsonObject, entries: ReadonlyMap<string, Plan>, inserts: readonly Insert[]): JsonObject {
  const after: JsonObject = {};
  for (const [key, entry] of Object.entries(value)) {
    const plan = entries.get(key);
    if (plan === undefined) setEntry(after, key, entry);
    else if (plan.kind !== 'remove') setEntry(after, key, plan.value);
  }
  for (const { key, value: entry } of inserts) setEntry(after, key, entry);
  return after;
}

function planList(value: readonly unknown[], change: Change, key: string | number | undefined, refusals: EditRefusal[]): Plan {
  const items = new Map<number, Plan>();
  for (const [step, child] of change.children) {
    if (typeof step !== 'number') refuse(value, child, `the path asks for '${step}' of a list`, refusals);
    else if (step < value.length) items.set(step, planChange(value[step], child, step, refusals));
    else refuse(value, child, `the list has no item ${step}`, refusals);
  }
  if (isUntouched(items)) return { kind: 'keep', value };
  const after = value.flatMap((item, index) => {
    const plan = items.get(index);
    if (plan === undefined) return [item];
    return plan.kind === 'remove' ? [] : [plan.value];
  });
  if (after.length === 0) return planEmpty(after, change, key);
  return { kind: 'list', value: after, items, appends: [], edits: change.edits };
}

function isUntouched(plans: ReadonlyMap<unknown, Plan>): boolean {
  return [...plans.values()].every(plan => plan.kind === 'keep');
}
