import type { OvalDefinition } from './xml/oval.ts';

/** @throws TypeError where a record is no definition of OVAL */
export function toDefinition(record: unknown): OvalDefinition {
  const definition = record as Partial<OvalDefinition> | null;
  if (typeof definition !== 'object' || definition === null || typeof definition.id !== 'string' || !Array.isArray(definition.packages))
    throw new TypeError('it is no definition of OVAL');
  return definition as OvalDefinition;
}
