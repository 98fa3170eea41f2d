import { type Fact, facts, type Inventory } from '@breakwater/inventory';

const BY_NAME: ReadonlyMap<string, Fact> = new Map(facts.map(fact => [`${fact.subject}.${fact.name}`, fact]));

/** Reads a fact by its public name; undefined when it is not set or could not be collected. `guard` says what shape is expected. */
export function readFact<T>(name: string, subject: unknown, inventory: Inventory, guard: (value: unknown) => value is T): T | undefined {
  const fact = BY_NAME.get(name);
  if (fact === undefined) throw new TypeError(`there is no fact ${name}`);
  const value = fact.get(subject as never, inventory);
  return guard(value) ? value : undefined;
}

export function isList<T>(value: unknown): value is readonly T[] {
  return Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

export function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
