import { EVENT_TYPES } from '@breakwater/model';
import { expect, test } from 'vitest';
import { sources } from './sources.generated.ts';

test.each(sources.map(source => [source.name, source] as const))(
  'source %s says what it needs, yields and can',
  (name, { privileges, yields, capabilities }) => {
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect([privileges.length > 0, yields.length > 0, capabilities.length > 0]).toStrictEqual([true, true, true]);
    expect(yields.filter(type => !EVENT_TYPES.includes(type))).toStrictEqual([]);
    expect(new Set(capabilities).size).toBe(capabilities.length);
  },
);
