import { type KnownValues, MAX_VALUES } from '@breakwater/api';

/** Values that are known without the database, as an answer names them: each once, in order, bounded. */
export function toKnownValues(all: readonly string[], text = ''): KnownValues {
  const word = text.toLowerCase();
  const found = [...new Set(all)].filter(value => value.toLowerCase().includes(word)).sort();
  return { values: found.slice(0, MAX_VALUES), more: found.length > MAX_VALUES };
}
