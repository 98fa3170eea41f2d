import type { Scope } from '@breakwater/model';

/** Whether a scope names nothing outside of another one: what somebody asks for must lie within what they see. */
export function isCovered(inner: Scope, outer: Scope): boolean {
  return (['clusters', 'namespaces'] as const).every(part => {
    const allowed = outer[part];
    if (allowed === undefined) return true;
    const named = inner[part] ?? [];
    return named.length > 0 && named.every(name => allowed.some(pattern => coversName(pattern, name)));
  });
}

/** A star of the name is only covered by a star of the pattern: `*` by `*`, `team-a-*` by `team-*`. */
function coversName(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === name;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let position = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return position <= name.length - last.length;
}
