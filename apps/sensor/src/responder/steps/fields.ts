import { isDeepStrictEqual } from 'node:util';
import { type Raw, readPath } from '@breakwater/inventory';
import type { ResponseChange } from '@breakwater/model';
import type { FieldBefore, FieldChange, ObjectRef } from '../contract.ts';
import { toResourceName } from '../resources.ts';

/** The fields with what the object has in them. */
export function readFields(object: Raw, fields: readonly FieldChange[]): readonly FieldBefore[] {
  return fields.map(({ path, after }) => ({ path, after, before: readPath(object, ...path) }));
}

/** A JSON merge patch. https://www.rfc-editor.org/rfc/rfc7386 */
export function toMergePatch(fields: readonly { readonly path: readonly string[]; readonly value: unknown }[]): Raw {
  const patch: Record<string, unknown> = {};
  for (const { path, value } of fields) {
    let place = patch;
    for (const step of path.slice(0, -1)) {
      const next = (Object.hasOwn(place, step) ? place[step] : {}) as Record<string, unknown>;
      place[step] = next;
      place = next;
    }
    place[path.at(-1) ?? ''] = value === undefined ? null : value;
  }
  return patch;
}

/** Fields that still have what the response gave them: others have been changed since, and are left as they are. */
export function listUnchanged(object: Raw, fields: readonly FieldBefore[]): readonly FieldBefore[] {
  return fields.filter(({ path, after }) => isSame(readPath(object, ...path), after));
}

/** JSON has no undefined, and null says the same. */
export function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one ?? undefined, other ?? undefined);
}

export function toChanges(ref: ObjectRef, fields: readonly FieldBefore[]): readonly ResponseChange[] {
  return fields.map(({ path, before, after }) => toChange(ref, 'patch', { field: formatField(path), before, after }));
}

export function toChange(
  { resource, namespace, name }: ObjectRef,
  verb: string,
  { field = '', before, after, subresource }: { field?: string; before?: unknown; after?: unknown; subresource?: string },
): ResponseChange {
  const base = toResourceName(resource);
  return {
    verb,
    resource: subresource === undefined ? base : `${resource.plural}/${subresource}${resource.group === '' ? '' : `.${resource.group}`}`,
    namespace,
    name,
    field,
    before: formatValue(before),
    after: formatValue(after),
  };
}

/** As `spec.replicas`, or `metadata.labels["app.kubernetes.io/name"]`. */
function formatField(path: readonly string[]): string {
  return path.map((step, index) => (/^[A-Za-z][\w-]*$/.test(step) ? `${index === 0 ? '' : '.'}${step}` : `["${step}"]`)).join('');
}

function formatValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 2000);
}
