import type { TargetInstance } from '@breakwater/inventory';
import { formatPath, ManifestError, parsePath } from '@breakwater/manifest';
import type { Fix } from '@breakwater/model';
import { readValue } from '../evidence.ts';

/** Where the variables of a policy stand in an object, and the object itself. */
export interface FixPlace {
  readonly roots: TargetInstance['roots'];
  readonly raw: unknown;
}

/**
 * The edits of a policy with paths of the object at hand: `container.securityContext.privileged` becomes
 * `spec.containers[0].securityContext.privileged`, and `container.ports.*.hostPort` one edit for each item of the list, and
 * `container.securityContext.capabilities.add.NET_RAW` one for each item that is this name. Undefined when
 * one of them begins with a variable that has no place in the object: half a repair is none.
 */
export function resolveFix(fix: readonly Fix[], place: FixPlace): Fix[] | undefined {
  const resolved: Fix[] = [];
  for (const edit of fix) {
    const paths = resolvePaths(readFixPath(edit), place);
    if (paths === undefined) return undefined;
    for (const path of paths) {
      if ('remove' in edit) resolved.push({ remove: formatPath(path) });
      else resolved.push('set' in edit ? { set: formatPath(path), value: edit.value } : { append: formatPath(path), value: edit.value });
    }
  }
  return resolved;
}

/** The path that an edit is made at. */
export function readFixPath(edit: Fix): string {
  if ('remove' in edit) return edit.remove;
  return 'set' in edit ? edit.set : edit.append;
}

type Path = readonly (string | number)[];

function resolvePaths(text: string, { roots, raw }: FixPlace): readonly Path[] | undefined {
  const [variable, ...rest] = attemptParse(text);
  const root = typeof variable === 'string' && Object.hasOwn(roots, variable) ? roots[variable] : undefined;
  return root === undefined ? undefined : expandItems(raw, root, rest);
}

/** A name that leads into a list stands for the items that are this name, `*` for every item. */
function expandItems(raw: unknown, start: Path, steps: Path): readonly Path[] {
  let value = readValue(raw, start);
  for (const [index, step] of steps.entries()) {
    if (typeof step === 'string' && Array.isArray(value)) {
      const list = [...start, ...steps.slice(0, index)];
      const items = [...value.keys()].filter(item => step === '*' || isNamed(value, item, step));
      return items.flatMap(item => expandItems(raw, [...list, item], steps.slice(index + 1)));
    }
    value = readValue(value, [step]);
  }
  return [[...start, ...steps]];
}

/** Names of capabilities may be written in lower case and with CAP_; container runtimes take them for the same. */
function isNamed(list: unknown, index: number, name: string): boolean {
  const item = readValue(list, [index]);
  return typeof item === 'string' && item.toUpperCase().replace(/^CAP_/, '') === name.toUpperCase();
}

/** A path that cannot be read leads nowhere; the policy's own test says so. */
function attemptParse(text: string): readonly (string | number)[] {
  try {
    return parsePath(text);
  } catch (cause) {
    if (cause instanceof ManifestError) return [];
    throw cause;
  }
}
