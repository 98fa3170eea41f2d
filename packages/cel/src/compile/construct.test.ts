import { describe, expect, it } from 'vitest';
import { compile } from '../program.ts';
import { declare, describeOutcome } from '../testing/outcome.ts';
import { parseType } from '../types.ts';
import { toJson } from '../values/json.ts';

const environment = declare({
  variables: { object: parseType('dyn') },
  types: [
    {
      name: 'JSONPatch',
      fields: { op: parseType('string'), path: parseType('string'), value: parseType('dyn') },
      constructible: 'declared',
    },
    { name: 'Object', fields: {}, constructible: 'open' },
    { name: 'Closed', fields: { a: parseType('int') } },
  ],
});

describe('objects of the host', () => {
  it.each<[string, unknown]>([
    ['JSONPatch{op: "add", path: "/a", value: object.a}', { op: 'add', path: '/a', value: 1 }],
    ['[JSONPatch{op: "remove", path: "/" + jsonpatch.escapeKey("a/b")}]', [{ op: 'remove', path: '/a~1b' }]],
    ['Object{spec: Object.spec{replicas: 2, ?paused: object.?b}}', { spec: { replicas: 2 } }],
    ['object.a == 1 ? Object{metadata: Object.metadata{labels: {"x": "y"}}} : Object{}', { metadata: { labels: { x: 'y' } } }],
  ])('%s', (source, value) => {
    const program = compile(environment, source);
    expect(toJson(program.evaluate({ object: { a: 1 } }))).toStrictEqual(value);
  });

  it.each<[string, string]>([
    ['JSONPatch{op: "add", pth: "/a"}', "check-failed: 1:27: 'JSONPatch' has no field 'pth'; did you mean 'path'?"],
    ['JSONPatch{op: 1, path: "/a"}', "check-failed: 1:15: field 'op' of 'JSONPatch' is string, not int"],
    ['Closed{a: 1}', "check-failed: 1:7: objects of type 'Closed' cannot be constructed"],
    ['Other.x{a: 1}', "check-failed: 1:8: objects of type 'Other.x' cannot be constructed"],
    ['Object{a: 1 / 0}', 'evaluation-failed: 1:13: division by zero'],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source, { object: { a: 1 } }, environment).split('\n')[0]).toBe(outcome);
  });

  it('has the type that its name says', () => {
    expect(compile(environment, '[JSONPatch{op: "add", path: "/a"}]', { expected: parseType('list(JSONPatch)') }).type).toStrictEqual(
      parseType('list(JSONPatch)'),
    );
    expect(() => compile(environment, 'Object.spec{}', { expected: parseType('Object') })).toThrow('must be Object, not Object.spec');
  });
});
