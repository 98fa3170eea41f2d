import { describe, expect, it } from 'vitest';
import { CelError } from './errors.ts';
import { compile } from './program.ts';
import { declare, describeOutcome } from './testing/outcome.ts';
import { parseType } from './types.ts';
import { fail, Unknown } from './values/failure.ts';

describe('references', () => {
  const environment = declare({
    variables: { object: parseType('dyn'), container: parseType('Container'), 'a.b': parseType('dyn') },
    types: [{ name: 'Container', fields: { name: parseType('string'), security: parseType('map(string, dyn)') } }],
  });

  it.each([
    ['1 + 1', []],
    ['container', ['container']],
    ['container.security.privileged == true', ['container.security.privileged']],
    ['has(container.name) && container.name != ""', ['container.name']],
    ['object.spec.containers.all(c, c.name != "")', ['object.spec.containers']],
    ['object.metadata.labels["app"] == object.metadata.name', ['object.metadata.labels', 'object.metadata.name']],
    ['object.?spec.replicas.orValue(1) > 0', ['object.spec.replicas']],
    ['a.b.c == 1', ['a.b.c']],
    ['[1].all(object, object > 0)', []],
    ['math.abs(object.x) > 0 || string(object.y) == ""', ['object.x', 'object.y']],
    ['cel.bind(s, object.spec, s.replicas > 0)', ['object.spec']],
  ])('of %s', (source, references) => {
    expect(compile(environment, source).references).toEqual(references);
  });
});

describe('bindings', () => {
  const environment = declare({ variables: { a: parseType('dyn'), b: parseType('dyn'), constructor: parseType('dyn') } });

  it('are read only when the expression needs them, and once', () => {
    const reads: string[] = [];
    const bindings = {
      get a() {
        reads.push('a');
        return 1;
      },
      get b() {
        reads.push('b');
        return 2;
      },
    };
    expect(compile(environment, 'a == 1 || b == 1 || a == 2').evaluate(bindings)).toBe(true);
    expect(reads).toEqual(['a']);
    expect(compile(environment, 'b == 3 || a + a == 2').evaluate(bindings)).toBe(true);
    expect(reads).toEqual(['a', 'b', 'a']);
  });

  it.each([
    ['a', {}, "evaluation-failed: 1:1: no value for variable 'a'"],
    ['a', { a: undefined }, "evaluation-failed: 1:1: no value for variable 'a'"],
    ['constructor', {}, "evaluation-failed: 1:1: no value for variable 'constructor'"],
    ['constructor', { constructor: 1 }, 'int 1'],
    ['a == null', { a: null }, 'bool true'],
    ['a', { a: 1.5 }, 'double 1.5'],
    ['a', { a: 2 ** 60 }, `int ${2n ** 60n}`],
    ['a', { a: 1e20 }, 'double 100000000000000000000'],
    ['a', { a: 10n }, 'int 10'],
    ['a', { a: 2n ** 64n }, 'evaluation-failed: 1:1: integer overflow'],
    ['a', { a: new Date('2024-01-02T03:04:05.678Z') }, 'google.protobuf.Timestamp 2024-01-02T03:04:05.678Z'],
    ['a.getFullYear()', { a: new Date('2024-01-02T03:04:05Z') }, 'int 2024'],
    ['a', { a: new Date(Number.NaN) }, 'evaluation-failed: 1:1: invalid date'],
    ['a', { a: () => 1 }, 'evaluation-failed: 1:1: a function is not a CEL value'],
    ['a.b[0].c', { a: { b: [{ c: 2.5 }] } }, 'double 2.5'],
    ['a[1]', { a: new Map([[1, 'one']]) }, '"one"'],
    ['a[2]', { a: [1, 2] }, 'evaluation-failed: 1:2: index out of bounds: 2 of 2'],
    ['a.b', { a: { b: undefined } }, 'evaluation-failed: 1:3: no such key: b'],
    ['a.length', { a: [1] }, "evaluation-failed: 1:3: type 'list' has no fields, so no 'length'"],
    ['a.size()', { a: { b: 1, c: undefined } }, 'int 1'],
  ])('%s with %o', (source, bindings, outcome) => {
    expect(describeOutcome(source, bindings, environment)).toBe(outcome);
  });

  it('do not leak what every JavaScript object has', () => {
    for (const field of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(describeOutcome(`a.${field}`, { a: {} }, environment)).toBe(`evaluation-failed: 1:3: no such key: ${field}`);
      expect(describeOutcome(`has(a.${field})`, { a: {} }, environment)).toBe('bool false');
      expect(describeOutcome(`'${field}' in a`, { a: {} }, environment)).toBe('bool false');
      expect(describeOutcome(`a.${field}`, { a: JSON.parse(`{"${field}": 1}`) }, environment)).toBe('int 1');
      expect(describeOutcome(`{'${field}': 1}.${field}`, {}, environment)).toBe('int 1');
    }
  });

  it('end with a CelError when a getter throws', () => {
    const bindings = {
      get a(): never {
        throw new Error('disk on fire');
      },
    };
    expect(describeOutcome('a == 1', bindings, environment)).toBe('evaluation-failed: reading a fact failed: Error: disk on fire');
  });
});

describe('host objects', () => {
  class Container {
    reads = 0;
    readonly name = 'web';
    get image(): string {
      this.reads++;
      return 'nginx';
    }
    get scanned(): Unknown {
      return new Unknown('container.scanned', 'image not scanned');
    }
    start(): void {}
  }
  const fields = {
    name: parseType('string'),
    image: parseType('string'),
    scanned: parseType('bool'),
    missing: parseType('int'),
    start: parseType('dyn'),
  };
  const environment = declare({
    variables: { container: parseType('Container'), any: parseType('dyn') },
    types: [{ name: 'Container', fields }],
  });
  const bindings = { container: new Container(), any: new Container() };

  it.each([
    ['container.name + container.image', '"webnginx"'],
    ['any.name + any.image', '"webnginx"'],
    ['has(container.missing)', 'bool false'],
    ['container.missing', 'evaluation-failed: 1:11: no such key: missing'],
    ['any.start', 'evaluation-failed: 1:5: no such key: start'],
    ['any.constructor', 'evaluation-failed: 1:5: no such key: constructor'],
    ['container.?missing.orValue(7)', 'int 7'],
    ['container == container', 'bool true'],
    ['container == any', 'bool false'],
    ['container.scanned', 'unknown: 1:11: container.scanned is not known: image not scanned'],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source, bindings, environment)).toBe(outcome);
  });
});

describe('host functions', () => {
  const environment = declare({
    variables: { object: parseType('dyn') },
    functions: [
      {
        name: 'greet',
        receiver: false,
        params: [parseType('string')],
        result: parseType('string'),
        call: (name: string) => `hello ${name}`,
      },
      {
        name: 'lookUp',
        receiver: true,
        params: [parseType('string')],
        result: parseType('bool'),
        call: (name: string) => new Unknown(`lookup of ${name}`),
      },
      { name: 'refuse', receiver: false, params: [], result: parseType('bool'), call: () => fail('refused') },
      {
        name: 'crash',
        receiver: false,
        params: [],
        result: parseType('bool'),
        call: () => {
          throw new Error('out of order');
        },
      },
      { name: 'dear', receiver: false, params: [], result: parseType('bool'), call: () => true, cost: 600_000 },
      { name: 'size', receiver: false, params: [parseType('bool')], result: parseType('int'), call: () => 1.5 },
    ],
  });

  it.each([
    ['greet("you")', '"hello you"'],
    ['greet(object)', 'evaluation-failed: 1:1: no such overload: greet(int)'],
    ['"x".lookUp()', 'unknown: 1:5: lookup of x is not known'],
    ['refuse()', 'evaluation-failed: 1:1: refused'],
    ['refuse() || true', 'bool true'],
    ['crash()', 'evaluation-failed: 1:1: out of order'],
    ['dear()', 'bool true'],
    ['dear() && dear()', 'cost-exceeded: evaluation costs more than 1000000'],
    ['size(true)', 'double 1.5'],
    ['size([1])', 'int 1'],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source, { object: 1 }, environment)).toBe(outcome);
  });
});

describe('failures', () => {
  it('say where, and carry the unknown facts', () => {
    const environment = declare({ variables: { a: parseType('dyn'), b: parseType('dyn') } });
    try {
      compile(environment, 'a.x == 1 || b == 2').evaluate({ a: {}, b: new Unknown('b', 'not read') });
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(CelError);
      const { code, unknowns, issues } = thrown as CelError;
      expect({ code, unknowns, issues }).toEqual({
        code: 'unknown',
        unknowns: ['b'],
        issues: [{ message: '1:13: b is not known: not read', offset: 12, line: 1, column: 13 }],
      });
    }
  });
});
