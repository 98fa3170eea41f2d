import { expect, test } from 'vitest';
import { DatabaseError } from './errors.ts';
import { checkVersion } from './open-database.ts';

test.each([
  [150_000, '15.0', undefined],
  [150_020, '15.20 (Debian 15.20-0+deb12u1)', undefined],
  [180_001, '18.1', undefined],
  [140_019, '14.19', 'database-version: the database is PostgreSQL 14.19; 15 or newer is needed'],
  [90_624, '9.6.24', 'database-version: the database is PostgreSQL 9.6.24; 15 or newer is needed'],
])('PostgreSQL %i', (number, text, refusal) => {
  expect(describeRefusal({ number, text })).toBe(refusal);
});

function describeRefusal(version: Parameters<typeof checkVersion>[0]): string | undefined {
  try {
    checkVersion(version);
    return undefined;
  } catch (cause) {
    if (cause instanceof DatabaseError) return `${cause.code}: ${cause.message}`;
    throw cause;
  }
}
