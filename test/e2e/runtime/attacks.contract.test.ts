import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../scripts/run.ts';
import { scenarios } from './attacks.generated.ts';

test.each(scenarios.map(scenario => [scenario.name, scenario] as const))('%s', (name, { words, opens }) => {
  expect(name).toMatch(/^[a-z].*[^.]$/);
  expect(words.length).toBeGreaterThan(0);
  for (const policy of opens) {
    const file = join(ROOT, 'content/policies', `${policy}.yaml`);
    expect([policy, existsSync(file)]).toStrictEqual([policy, true]);
    expect(readFileSync(file, 'utf8')).toMatch(/^target: event$/m);
  }
  expect(opens).toStrictEqual(opens.toSorted());
});

test('there are forty that open something, each told apart by its name', () => {
  expect(scenarios.filter(({ opens }) => opens.length > 0).length).toBeGreaterThanOrEqual(40);
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
});
