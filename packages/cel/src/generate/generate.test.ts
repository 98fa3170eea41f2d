import { describe, expect, it } from 'vitest';
import { compile, generateCode, type Program } from '../program.ts';
import { evaluateBothWays } from '../testing/both-ways.ts';
import { declare } from '../testing/outcome.ts';
import { parseType } from '../types.ts';
import { Unknown } from '../values/failure.ts';
import { quote } from './code.ts';

/** Text that would end a string, a line, a comment or a function, and names that every object has. */
const HOSTILE = [
  '"',
  "'",
  '`',
  '\\',
  '\n',
  '\r',
  '\u2028',
  '\u2029',
  '\0',
  '\ud800',
  '*/',
  '//',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what it would be in a template
  '${globalThis.leaked = 1}',
  '"];globalThis.leaked = 1;["',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'f',
  'K0',
  'b',
];

describe.each(HOSTILE)('the text %j', text => {
  const literal = JSON.stringify(text).replaceAll('\\ud800', '\\ufffd').replaceAll('\\u0000', '\\000');
  const value = text.replaceAll('\ud800', '\ufffd');
  const own = Object.fromEntries([[value, 'own']]);
  const environment = declare({
    variables: { object: parseType('dyn'), host: parseType('Host') },
    types: [{ name: 'Host', fields: own.constructor === Object ? { [value]: parseType('string') } : { constructor: parseType('string') } }],
  });
  const evaluate = (source: string, bindings = {}) => evaluateBothWays(compile(environment, source), bindings);

  it('is nothing but text in code', () => {
    expect([quote(value), JSON.parse(quote(value))]).toEqual([expect.stringMatching(/^"[\x20-\x7e]*"$/), value]);
    expect(evaluate(literal)).toBe(value);
    expect(evaluate(`object == ${literal}`, { object: value })).toBe(true);
    expect(evaluate(`object in [${literal}, 'x']`, { object: value })).toBe(true);
    expect(evaluate(`{${literal}: 1}.size()`)).toBe(1);
    expect(evaluate(`object[${literal}]`, { object: own })).toBe('own');
    expect(evaluate(`object.exists(k, k == ${literal} && object[k] == 'own')`, { object: own })).toBe(true);
    expect(evaluate(`object[?${literal}].orValue('none')`, { object: {} })).toBe('none');
    expect(Object.hasOwn(globalThis, 'leaked')).toBe(false);
  });
});

describe.each([
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'f',
  'K0',
  'g0',
  's0',
  't0',
  'b',
  'e',
  'n',
  'R',
  'arguments',
  'eval',
  'await',
])('the name %s', name => {
  const environment = declare({
    variables: Object.fromEntries([
      ['object', parseType('dyn')],
      [name, parseType('dyn')],
    ]),
  });
  const evaluate = (source: string, bindings: object) => {
    try {
      return evaluateBothWays(compile(environment, source), bindings as Record<string, unknown>);
    } catch (thrown) {
      return (thrown as Error).message;
    }
  };

  it('is a field, a variable and a variable of a macro', () => {
    const own = Object.fromEntries([[name, 'own']]);
    expect(evaluate(`object.${name}`, { object: own })).toBe('own');
    expect(evaluate(`object.${name}`, { object: {} })).toMatch(/no such key/);
    expect(evaluate(`has(object.${name})`, { object: {} })).toBe(false);
    expect(evaluate(`object.?${name}.hasValue()`, { object: {} })).toBe(false);
    expect(evaluate(name, own)).toBe('own');
    expect(evaluate(name, {})).toMatch(/no value for variable/);
    expect(evaluate(`[1, 2].map(${name}, ${name} + 1)[1]`, {})).toBe(3);
    expect(evaluate(`cel.bind(${name}, object, ${name} + ${name})`, { object: 2 })).toBe(4);
  });
});

describe('what is read', () => {
  class Host {
    reads = 0;
    readonly value: unknown;
    constructor(value: unknown) {
      this.value = value;
    }
    get field(): unknown {
      this.reads++;
      return this.value;
    }
  }
  const environment = declare({
    variables: { host: parseType('Host'), other: parseType('dyn') },
    types: [{ name: 'Host', fields: { field: parseType('Host'), text: parseType('string') } }],
  });

  const SOURCE = 'dyn(host.field.field) == 1 || dyn(host.field) == other';
  const give = (program: Program, host: unknown): unknown => {
    try {
      return program.evaluate({ host, other: host instanceof Host ? host.value : 3 });
    } catch (thrown) {
      return (thrown as Error).message;
    }
  };

  it.each([
    [
      'a plain object where one of a class was',
      [new Host(new Host(1)), { field: { field: 3 } }, new Host(null), new Host(new Unknown('f'))],
    ],
    [
      'anything else',
      [new Host([1]), new Host(1.5), new Host('x'), new Host(new Date(0)), new Host(new Map([['field', 1]])), 7, null, undefined],
    ],
  ])('is looked at again: %s', (_, hosts) => {
    const program = compile(environment, SOURCE);
    generateCode(program);
    // One program over and over: what it remembers of one value must not decide about the next.
    const given = [...hosts, ...hosts].map(host => give(program, host));
    expect(given).toEqual([...hosts, ...hosts].map(host => give(compile(environment, SOURCE), host)));
  });

  it('is computed once where it is bound, and only where it is asked for', () => {
    const [read, unread] = [new Host('x'), new Host('x')];
    const program = (source: string) => compile(environment, source);
    evaluateBothWays(program('cel.bind(v, dyn(host.field), [1, 2, 3].all(i, v == "x"))'), { host: read });
    evaluateBothWays(program('cel.bind(v, dyn(host.field), other || v == "x")'), { host: unread, other: true });
    // By closures and by code.
    expect([read.reads, unread.reads]).toEqual([2, 0]);
  });
});
