import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { toExpression } from './spdx-licenses.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

test.each<[readonly string[], string | undefined]>([
  [[], undefined],
  [['MIT'], 'MIT'],
  [['MIT', 'Apache-2.0 OR BSD-3-Clause'], 'MIT AND (Apache-2.0 OR BSD-3-Clause)'],
  [['GPL-2.0-only WITH Classpath-exception-2.0'], 'GPL-2.0-only WITH Classpath-exception-2.0'],
  [['BSD'], 'LicenseRef-49d9777da612e1f4'],
])('licence expression of %j', (licenses, expected) => {
  expect(toExpression(licenses, new Map(), hash)).toBe(expected);
});
