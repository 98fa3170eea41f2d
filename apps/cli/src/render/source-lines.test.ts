import { expect, test } from 'vitest';
import { listSources, toChartPath } from './source-lines.ts';

test('each line is of the template that was named last, where a document begins', () => {
  const text = `---
# Source: shop/templates/a.yaml
kind: A
# Source: shop/templates/fake.yaml
data: |
  ---
  # Source: shop/templates/text.yaml
---
kind: B
---
# Source: shop/charts/db/templates/b.yaml
kind: C`;
  const sources = listSources(text.split('\n'));
  const [a, b] = ['shop/templates/a.yaml', 'shop/charts/db/templates/b.yaml'];
  expect(sources).toStrictEqual([...Array(9).fill(a), b, b, b]);
  expect(listSources(['kind: A'])).toStrictEqual([undefined]);
});

test.each<[string, string | undefined]>([
  ['shop/templates/a.yaml', 'templates/a.yaml'],
  ['shop/charts/db/templates/b.yaml', 'charts/db/templates/b.yaml'],
  ['shop', undefined],
  ['shop/', undefined],
  ['shop/../../etc/passwd', undefined],
  ['shop//etc/passwd', undefined],
  ['/etc/passwd', 'etc/passwd'],
])('%s', (source, path) => {
  expect(toChartPath(source)).toBe(path);
});
