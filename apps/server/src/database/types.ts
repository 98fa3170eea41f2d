import { types } from 'pg';

const INT8 = 20;
const TIMESTAMPTZ = 1184;

/** Columns as the API speaks: 64-bit counts as numbers (none comes near 2^53), times as RFC 3339 UTC. */
export const parseColumn: typeof types.getTypeParser = (id: number, format?: 'text' | 'binary') => {
  if (id === INT8) return Number;
  if (id === TIMESTAMPTZ) return toRfc3339;
  return format === 'binary' ? types.getTypeParser(id, 'binary') : types.getTypeParser(id, 'text');
};

function toRfc3339(text: string): string {
  return new Date(text).toISOString();
}
