import type { ObjectTypeDeclaration } from '../declarations.ts';

/** The type that `Name{…}` makes an object of; `Object.spec` belongs to the open type `Object`. */
export function findConstructible(types: ReadonlyMap<string, ObjectTypeDeclaration>, name: string): ObjectTypeDeclaration | undefined {
  const exact = types.get(name);
  if (exact?.constructible !== undefined) return exact;
  const root = types.get(name.split('.', 1)[0] ?? '');
  return root?.constructible === 'open' ? root : undefined;
}
