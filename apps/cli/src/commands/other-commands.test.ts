import { schemas, toJsonSchema } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { builtInPolicies } from '../catalogue.ts';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

describe('schema', () => {
  test('without a name lists the names', async () => {
    expect(await run(['schema'])).toStrictEqual({ code: 0, out: `${Object.keys(schemas).join('\n')}\n`, err: '' });
  });

  test.each(Object.entries(schemas))('%s', async (name, schema) => {
    const { code, out } = await run(['schema', name]);
    expect([code, JSON.parse(out)]).toStrictEqual([0, toJsonSchema(schema)]);
  });

  test.each<[string, string]>([
    ['resutl', "error: no shape is called 'resutl'; did you mean 'result'?\n"],
    ['constructor', "error: no shape is called 'constructor'; `breakwater schema` lists them\n"],
    ['__proto__', "error: no shape is called '__proto__'; `breakwater schema` lists them\n"],
  ])('%s is none', async (name, err) => {
    expect(await run(['schema', name])).toStrictEqual({ code: 2, out: '', err });
  });
});

describe('eval', () => {
  test.each<[string, string]>([
    ['cle', "error: no suite is called 'cle'; did you mean 'cel'?\n"],
    ['zzzzzzzz', "error: no suite is called 'zzzzzzzz'; known are "],
  ])('%s is no suite', async (name, err) => {
    expect(await run(['eval', name])).toMatchObject({ code: 2, out: '', err: expect.stringContaining(err) });
  });

  test.each<[string, string, string]>([
    ['nothing', '', ''],
    ['empty lines', '\n  \n\r\n', ''],
    ['line ends of Windows', '{"expression":"1"}\r\n{"expression":"2"}\r\n', '{"expression":"1","got":1}\n{"expression":"2","got":2}\n'],
    ['no line end', '{"expression":"1"}', '{"expression":"1","got":1}\n'],
    ['a field called got', '{"got":5,"expression":"1"}', '{"got":1,"expression":"1"}\n'],
    ['a large integer', '{"expression":"9223372036854775807"}', '{"expression":"9223372036854775807","got":"9223372036854775807"}\n'],
  ])('%s', async (_, stdin, out) => {
    expect(await run(['eval', 'cel'], stdin)).toStrictEqual({ code: 0, out, err: '' });
  });

  test('10,000 cases, one after the other', async () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `{"id":${index},"expression":"1 + ${index}"}\n`).join('');
    const { code, out } = await run(['eval', 'cel'], lines);
    expect([code, out.split('\n').length]).toStrictEqual([0, 10_001]);
    expect(out.endsWith('{"id":9999,"expression":"1 + 9999","got":10000}\n')).toBe(true);
  });
});

describe('policy list', () => {
  test('as JSON, filtered by preset and category', async () => {
    const ids = async (...words: readonly string[]) =>
      (JSON.parse((await run(['policy', 'list', '--format', 'json', ...words])).out) as readonly { id: string }[])
        .map(({ id }) => id)
        .toSorted();
    expect(await ids()).toStrictEqual(builtInPolicies.map(({ id }) => id).toSorted());
    expect(await ids('--preset', 'recommended')).toStrictEqual(
      builtInPolicies
        .filter(({ recommended, target }) => recommended !== false && target !== 'event')
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(await ids('--preset', 'runtime-all')).toStrictEqual(
      builtInPolicies
        .filter(({ target }) => target === 'event')
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(await ids('--category', 'no-such-category')).toStrictEqual([]);
    expect(await ids('--preset', 'baseline')).toContain('host-network');
  });

  test('as a table, worst first, in both languages', async () => {
    const [english = [], japanese = []] = await Promise.all(
      ['en', 'ja'].map(async language => (await run(['policy', 'list', '--lang', language])).out.split('\n')),
    );
    expect(english).toHaveLength(builtInPolicies.length + 3);
    expect(english.find(line => line.includes(' host-network '))).toMatch(/^high +host-network +Network of the node shared$/);
    expect(japanese.find(line => line.includes(' host-network '))).toMatch(/^high +host-network +.*[\u3040-\u30ff\u4e00-\u9fff]/);
    const order = ['critical', 'high', 'medium', 'low', 'info'];
    const severities = english.slice(0, -3).map(line => order.indexOf(line.split(' ')[0] ?? ''));
    expect(severities).toStrictEqual(severities.toSorted((a, b) => a - b));
  });
});

describe('policy explain', () => {
  test('every policy, in both languages', async () => {
    for (const { id, title, ja, expression } of builtInPolicies) {
      const [english, japanese] = await Promise.all(
        ['en', 'ja'].map(async language => await run(['policy', 'explain', id, '--lang', language])),
      );
      expect([english?.code, japanese?.code]).toStrictEqual([0, 0]);
      expect(english?.out.startsWith(`${title} (${id})\n`)).toBe(true);
      expect(japanese?.out.startsWith(`${ja.title} (${id})\n`)).toBe(true);
      expect(english?.out).toContain(`expression: ${expression}`);
    }
  });

  test.each<[string, string]>([
    ['host-netwrok', "error: no policy is called 'host-netwrok'; did you mean 'host-network'?\n"],
    ['zzzzzzzzzz', "error: no policy is called 'zzzzzzzzzz'; `breakwater policy list` lists them\n"],
  ])('%s is none', async (id, err) => {
    expect(await run(['policy', 'explain', id])).toStrictEqual({ code: 2, out: '', err });
  });
});

describe('policy test', () => {
  const own = (id: string, expression: string, comply: string, violate: string) => `id: ${id}
title: Own
severity: medium
reason: hygiene
categories: [test]
stages: [build]
target: object
expression: "${expression}"
message: "{{resource.name}} is wrong"
rationale: r
remediation: r
ja: { title: a, message: b, rationale: c, remediation: d }
standards: {}
examples:
  comply: [{ name: fine, objects: [{ apiVersion: v1, kind: ${comply} }] }]
  violate: [{ name: wrong, objects: [{ apiVersion: v1, kind: ${violate}, metadata: { name: x } }] }]
`;

  test.each<[string, string, number, readonly string[]]>([
    ['right', own('own', "resource.kind == 'Pod'", 'Pod', 'Secret'), 0, ['ok     own.yaml', '1 of 1 policies are right']],
    [
      'a complying example that does not',
      own('own', "resource.kind == 'Pod'", 'Secret', 'Secret'),
      1,
      ['wrong  own.yaml', "       comply 'fine': expected to comply, but:  is wrong", '0 of 1 policies are right'],
    ],
    [
      'a violating example that does not',
      own('own', "resource.kind == 'Pod'", 'Pod', 'Pod'),
      1,
      ['wrong  own.yaml', "       violate 'wrong': expected state fail, got pass (Own)", '0 of 1 policies are right'],
    ],
    [
      'no CEL',
      own('own', 'resource.', 'Pod', 'Pod'),
      1,
      ['wrong  own.yaml', expect.stringMatching(/^ {7}policy 'own', expression: 1:10: /), '0 of 1 policies are right'],
    ],
    [
      'no policy',
      'id: own\n',
      1,
      ['wrong  own.yaml', expect.stringMatching(/^ {7}own\.yaml:1:1: '\w+' is missing$/), '0 of 1 policies are right'],
    ],
  ])('%s', async (_, text, code, lines) => {
    using folder = createFolder({ 'own.yaml': text });
    const answer = await run(['policy', 'test', folder.path]);
    expect([answer.code, answer.err]).toStrictEqual([code, '']);
    expect(answer.out.replaceAll(`${folder.path}/`, '').trimEnd().split('\n')).toStrictEqual(lines);
  });

  test('nothing to test is wrong usage', async () => {
    using folder = createFolder();
    expect(await run(['policy', 'test', folder.path])).toStrictEqual({
      code: 2,
      out: '',
      err: `error: there is no policy in ${folder.path}; files end in .yaml\n`,
    });
    expect(await run(['policy', 'test', folder.at('gone')])).toMatchObject({
      code: 2,
      err: `error: ${folder.at('gone')}: There is no such file or folder. Check the path.\n`,
    });
  });
});
