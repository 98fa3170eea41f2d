import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPath, parsePath } from './path.ts';

describe('parsePath', () => {
  test.each([
    ['', []],
    ['spec', ['spec']],
    ['spec.template.spec.containers[0].image', ['spec', 'template', 'spec', 'containers', 0, 'image']],
    ['metadata.annotations["a.b/c"]', ['metadata', 'annotations', 'a.b/c']],
    ["metadata.annotations['a.b/c'].x", ['metadata', 'annotations', 'a.b/c', 'x']],
    ['data["a\\"b\\u0041"]', ['data', 'a"bA']],
    ['[3][4].a', [3, 4, 'a']],
    ['.spec.x', ['spec', 'x']],
    ['.["a b"]', ['a b']],
    ['data[""]', ['data', '']],
    ['data.0', ['data', '0']],
    ['a/b.c-d.$e', ['a/b', 'c-d', '$e']],
  ])('%s', (text, path) => {
    expect(parsePath(text)).toStrictEqual(path);
  });

  test.each([
    ['a..b', "'a..b' is not a field path; it cannot be read from column 2 on"],
    ['a.', "'a.' is not a field path; it cannot be read from column 2 on"],
    ['a[', "'a[' is not a field path; it cannot be read from column 2 on"],
    ['a[x]', "'a[x]' is not a field path; it cannot be read from column 2 on"],
    ['a[-1]', "'a[-1]' is not a field path; it cannot be read from column 2 on"],
    ['a["b]', `'a["b]' is not a field path; it cannot be read from column 2 on`],
    ['a["\\q"]', `'a["\\q"]' is not a field path; it cannot be read from column 2 on`],
    ['a b', "'a b' is not a field path; it cannot be read from column 2 on"],
    ['a[0]b', "'a[0]b' is not a field path; it cannot be read from column 5 on"],
    ['a[12345678901]', "'a[12345678901]' is not a field path; it cannot be read from column 2 on"],
  ])('refuses %s', (text, message) => {
    expect(() => parsePath(text)).toThrow(expect.objectContaining({ code: 'invalid-path', message }));
  });
});

describe('formatPath', () => {
  test.each([
    [[], ''],
    [['spec', 'containers', 0, 'image'], 'spec.containers[0].image'],
    [['metadata', 'annotations', 'a.b/c'], 'metadata.annotations["a.b/c"]'],
    [[0, 'a', ''], '[0].a[""]'],
    [['a "b"'], '["a \\"b\\""]'],
    [['a', '0'], 'a.0'],
  ])('%j', (path, text) => {
    expect(formatPath(path)).toBe(text);
  });

  test('what it writes is read back', () => {
    const step = fc.oneof(fc.nat(999_999_999), fc.string({ unit: 'binary' }), fc.string());
    fc.assert(
      fc.property(fc.array(step), path => {
        expect(parsePath(formatPath(path))).toStrictEqual(path);
      }),
    );
  });
});
