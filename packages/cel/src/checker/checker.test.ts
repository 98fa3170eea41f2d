import { describe, expect, it } from 'vitest';
import { CelError } from '../errors.ts';
import { compile } from '../program.ts';
import { declare, describeOutcome } from '../testing/outcome.ts';
import { formatType, parseType } from '../types.ts';

const environment = declare({
  variables: {
    object: parseType('dyn'),
    container: parseType('Container'),
    names: parseType('list(string)'),
    labels: parseType('map(string, string)'),
    maybe: parseType('optional(Container)'),
    count: parseType('int'),
    'spec.replicas': parseType('int'),
  },
  types: [
    { name: 'Container', fields: { name: parseType('string'), privileged: parseType('bool'), security: parseType('Security') } },
    { name: 'Security', fields: { runAsUser: parseType('optional(int)'), capabilities: parseType('list(string)') } },
  ],
});

describe('types', () => {
  it.each([
    ['object.spec.replicas', 'dyn'],
    ['object.spec.replicas == 1', 'bool'],
    ['container', 'Container'],
    ['container.security.capabilities', 'list(string)'],
    ['container.security.capabilities[0]', 'string'],
    ['container.?security', 'optional(Security)'],
    ['container.?security.capabilities', 'optional(list(string))'],
    ['maybe.name', 'optional(string)'],
    ['maybe.optMap(c, c.privileged)', 'optional(bool)'],
    ['container.security.runAsUser.orValue(0)', 'int'],
    ['has(container.security)', 'bool'],
    ['names.map(n, size(n))', 'list(int)'],
    ['names.filter(n, n != "")', 'list(string)'],
    ['labels.map(k, labels[k])', 'list(string)'],
    ['labels.transformMap(k, v, size(v))', 'map(string, int)'],
    ['names.transformMap(i, v, v)', 'map(int, string)'],
    ['labels.transformMapEntry(k, v, {v: k})', 'map(string, string)'],
    ['[1, 2u]', 'list(dyn)'],
    ['[]', 'list(dyn)'],
    ['{"a": []}', 'map(string, list(dyn))'],
    ['[[], [1]]', 'list(list(int))'],
    ['true ? container : null', 'Container'],
    ['type(1)', 'type'],
    ['spec.replicas + 1', 'int'],
    ['cel.bind(x, names, x.size())', 'int'],
    ['math.greatest(1, 2, 3)', 'int'],
    ['math.greatest(1, 2u)', 'dyn'],
    ['names.sortBy(n, size(n))', 'list(string)'],
    ['dyn(1) + 1', 'int'],
    ['object.a + object.b', 'dyn'],
  ])('%s is %s', (source, type) => {
    expect(formatType(compile(environment, source).type)).toBe(type);
  });
});

describe('issues', () => {
  it.each([
    ['container.privilege', "1:11: 'Container' has no field 'privilege'; did you mean 'privileged'?"],
    ['container.xyz', "1:11: 'Container' has no field 'xyz'"],
    ['contaner.name', "1:1: undeclared reference to 'contaner'; did you mean 'container'?"],
    ['names.all(nane, nane2 == "")', "1:17: undeclared reference to 'nane2'; did you mean 'nane'?"],
    ['names.al(n, true)', "1:7: undeclared function 'al'; did you mean 'all'?\n1:10: undeclared reference to 'n'"],
    ['container.name.startWith("a")', "1:16: undeclared function 'startWith'; did you mean 'startsWith'?"],
    ['math.gretest(1)', "1:6: undeclared function 'math.gretest'; did you mean 'math.greatest'?"],
    ['count.name', "1:7: type 'int' has no fields, so no 'name'"],
    ['count + container.name', '1:7: no such overload: int + string'],
    ['!count', '1:1: no such overload: !int'],
    ['-container.name', '1:1: no such overload: -string'],
    ['names["a"]', '1:6: no such overload: list(string)[string]'],
    ['count in names', '1:7: no such overload: int in list(string)'],
    ['size(count)', '1:1: no such overload: size(int)'],
    ['names.startsWith("a")', '1:7: no such overload: list(string).startsWith(string)'],
    ['count == container.name', '1:7: no such overload: int == string'],
    ['count && true', "1:1: operand of '&&' must be bool, not int"],
    ['count ? 1 : 2', "1:1: condition of '?:' must be bool, not int"],
    ['true ? 1 : "a"', "1:6: branches of '?:' differ in type: int and string"],
    ['names.all(n, n)', "1:14: predicate of 'all' must be bool, not string"],
    ['count.all(n, true)', "1:1: 'all' needs a list or a map, not int"],
    ['{1.5: 1}', '1:2: map key must be string, bool, int or uint, not double'],
    ['[?1]', "1:3: an element marked '?' must be optional, not int"],
    ['names.transformMapEntry(i, n, n)', "1:31: 'transformMapEntry' needs a map with one entry, not string"],
    ['names.optMap(n, n)', "1:7: 'optMap' needs an optional, not list(string)"],
    ['maybe.optFlatMap(c, c.name)', "1:23: the body of 'optFlatMap' must be optional, not string"],
    ['Container{name: "a"}', "1:10: objects of type 'Container' cannot be constructed"],
    ['contaner.name == names', "1:1: undeclared reference to 'contaner'; did you mean 'container'?"],
  ])('%s', (source, message) => {
    expect(describeOutcome(source, {}, environment)).toBe(`check-failed: ${message}`);
  });

  it('carry place and suggestion as data', () => {
    try {
      compile(environment, '\n container.privilege');
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(CelError);
      expect((thrown as CelError).issues).toEqual([
        {
          message: "2:12: 'Container' has no field 'privilege'; did you mean 'privileged'?",
          offset: 12,
          line: 2,
          column: 12,
          suggestion: 'privileged',
        },
      ]);
    }
  });

  it('stop at twenty', () => {
    const outcome = describeOutcome(Array.from({ length: 50 }, (_, index) => `missing${index}`).join(' || '), {}, environment);
    expect(outcome.split('\n').length).toBe(20);
  });
});

describe('the expected type', () => {
  const bool = parseType('bool');
  it.each([
    ['object.spec.hostNetwork', {}, "must be bool, but its type is only known at run time; write '== true' to compare it"],
    ['count', {}, 'must be bool, not int'],
    ['names', { expected: parseType('list(int)') }, 'must be list(int), not list(string)'],
    ['object', { expected: parseType('string') }, 'must be string, but its type is only known at run time'],
  ])('%s is refused', (source, options, message) => {
    expect(describeOutcome(source, {}, environment, { expected: bool, ...options })).toBe(`check-failed: 1:1: ${message}`);
  });

  it.each([
    ['container.privileged', { expected: bool }],
    ['object.spec.hostNetwork', { expected: bool, allowDyn: true }],
    ['[]', { expected: parseType('list(string)') }],
    ['object', { expected: parseType('dyn') }],
  ])('%s is accepted', (source, options) => {
    expect(() => compile(environment, source, options)).not.toThrow();
  });
});

describe('options of the environment', () => {
  it('refuses mixed literals where they have to be homogeneous', () => {
    const strict = declare({ homogeneousLiterals: true });
    expect(describeOutcome('[1, "a"]', {}, strict)).toBe('check-failed: 1:5: list element is string, but int before it');
    expect(describeOutcome('{"a": 1, "b": "c"}', {}, strict)).toBe('check-failed: 1:15: map value is string, but int before it');
    expect(describeOutcome('{"a": 1, 2: 3}', {}, strict)).toBe('check-failed: 1:10: map key is int, but string before it');
    expect(describeOutcome('[1, dyn("a")]', {}, strict)).toBe('[int 1, "a"]');
  });

  it('refuses constants that no call can take where they are validated', () => {
    const strict = declare({ variables: { text: parseType('string') }, validateLiterals: true });
    expect(describeOutcome('text.matches("(")', {}, strict)).toBe(
      'check-failed: 1:6: invalid regular expression: error parsing regexp: missing closing ): `(`',
    );
    expect(describeOutcome('duration("1 day") == duration("1h")', {}, strict)).toBe("check-failed: 1:1: invalid duration: '1 day'");
    expect(describeOutcome('timestamp("today") == timestamp(text)', {}, strict)).toBe("check-failed: 1:1: invalid timestamp: 'today'");
    expect(describeOutcome('text.matches("(")', { text: 'a' }, declare({ variables: { text: parseType('string') } }))).toBe(
      'evaluation-failed: 1:6: invalid regular expression: error parsing regexp: missing closing ): `(`',
    );
  });

  it('names an object type that nobody declares', () => {
    const types = [{ name: 'Container', fields: { image: parseType('Image') } }];
    expect(() => declare({ types })).toThrow("field 'Container.image' has the undeclared type 'Image'");
    expect(() => declare({ types: [], variables: { c: parseType('list(Container)') } })).toThrow(
      "variable 'c' has the undeclared type 'Container'",
    );
    const image = [{ name: 'Image', fields: {} }];
    expect(() => declare({ types: image, variables: { c: parseType('Imag') } })).toThrow("did you mean 'Image'?");
  });
});
