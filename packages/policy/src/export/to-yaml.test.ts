import { readManifest } from '@breakwater/manifest';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toYaml } from './to-yaml.ts';

test('is written as people write it', () => {
  const value = {
    apiVersion: 'v1',
    metadata: { name: 'a-b', labels: { 'app.kubernetes.io/name': 'x' }, empty: {}, none: [] },
    spec: { flags: ['yes', 'a b', 1, true, null], rules: [{ operations: ['CREATE'], nested: [{ a: 1, b: "it's" }] }, [{ deep: 2 }]] },
  };
  expect(toYaml(value)).toBe(`apiVersion: v1
metadata:
  name: a-b
  labels:
    app.kubernetes.io/name: x
  empty: {}
  none: []
spec:
  flags: ["yes", "a b", 1, true, null]
  rules:
    - operations: [CREATE]
      nested:
        - a: 1
          b: "it's"
    - - deep: 2
`);
});

test('is read back as the same value', () => {
  const text = fc.string({ unit: 'grapheme-ascii', maxLength: 8 });
  const { value } = fc.letrec<{ value: unknown }>(tie => ({
    value: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(text, value, { minKeys: 1, maxKeys: 3, noNullPrototype: true }), document => {
      const { documents, problems } = readManifest(toYaml(document), { source: 'x' });
      expect({ problems, values: documents.map(read => read.value) }).toStrictEqual({ problems: [], values: [document] });
    }),
    { numRuns: 300 },
  );
});
