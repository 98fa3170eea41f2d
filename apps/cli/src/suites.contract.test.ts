import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { suites } from './suites.generated.ts';
import { run } from './testing/terminal.ts';

/** A case of a suite, and its answer; a suite that has a test of its own beside it is asked malformed cases only. */
const CASES: Readonly<Record<string, readonly [object, unknown]>> = {
  'version-compare': [{ scheme: 'semver', a: '1.2.0', b: '1.10.0' }, '<'],
  cel: [{ expression: 'a + 1', variables: { a: 2 } }, 3],
  check: [
    { objects: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { hostNetwork: true } }], policies: ['host-network'] },
    [expect.objectContaining({ policy: 'host-network', state: 'fail' })],
  ],
  'pod-security': [
    { level: 'baseline', versions: ['v1.34'], pod: { apiVersion: 'v1', kind: 'Pod', spec: { hostPID: true, containers: [] } } },
    [{ version: 'v1.34', violates: ['hostNamespaces'] }],
  ],
  compliance: [
    {
      facts: [
        {
          schema: 'node-facts/1',
          node: 'n',
          distribution: 'kubeadm',
          collectedAt: '',
          processes: [{ name: 'kube-apiserver', exe: '', argv: ['kube-apiserver', '--profiling=true'], env: {} }],
          files: [],
          certificates: [],
          sysctls: {},
          listening: [],
        },
      ],
      objects: [],
      framework: 'cis-1.12',
    },
    expect.arrayContaining([expect.objectContaining({ control: '1.2.15', check: 'api-server-profiling', state: 'fail' })]),
  ],
  'kube-bench': [
    { table: 'execute', combine: 'and', tests: [{ flag: '--a', compare: { op: 'gte', value: 3 } }], processLine: 'x --a=4' },
    true,
  ],
  vap: [
    {
      policy: { spec: { validations: [{ expression: 'object.kind != "Pod"' }] } },
      object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
    },
    expect.objectContaining({ warnings: [] }),
  ],
};

const DEEP = '['.repeat(100_000) + ']'.repeat(100_000);
/** What stands in a line where a case is expected. */
const MALFORMED = ['{}', 'null', '[]', '5', '"x"', 'not json', '{', `{"deep": ${DEEP}}`, '{"__proto__": {"x": 1}, "constructor": 1}'];
const JUNK: readonly unknown[] = [null, 5, 'x', true, [], [null, 5, 'x', [[]]], {}, { toString: 1 }, { a: { a: {} } }];

const ask = async (suite: string, lines: readonly string[]) => {
  const { code, out, err } = await run(['eval', suite], lines.map(line => `${line}\n`).join(''));
  expect(err).toBe('');
  const answers = out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { got: unknown; [field: string]: unknown });
  expect(answers.length).toBe(lines.length);
  return { code, answers };
};

describe.each(suites.map(suite => [suite.name, suite] as const))('%s', (name, { doc }) => {
  const [good, answer] = CASES[name] ?? [{}, { error: expect.stringMatching(/./) }];

  test('is documented in one line', () => {
    expect([name, doc]).toStrictEqual([expect.stringMatching(/^[a-z]+(?:-[a-z]+)*$/), expect.stringMatching(/^\S.* → .*[^.\s]$/)]);
  });

  test('answers a case, keeps its fields and ignores those it does not know', async () => {
    const { code, answers } = await ask(name, [JSON.stringify({ id: 'case-1', ...good, surplus: { x: [1] } })]);
    expect(answers).toStrictEqual([{ id: 'case-1', ...good, surplus: { x: [1] }, got: answer }]);
    expect(code).toBe(CASES[name] === undefined ? 3 : 0);
  });

  test('answers every malformed line with an error, and goes on', async () => {
    const lines = MALFORMED.flatMap(line => [line, JSON.stringify(good)]);
    const { code, answers } = await ask(name, lines);
    expect(answers.filter((_, index) => index % 2 === 0).map(({ got }) => got)).toStrictEqual(
      MALFORMED.map(() => ({ error: expect.stringMatching(/./) })),
    );
    expect(answers.filter((_, index) => index % 2 === 1).map(({ got }) => got)).toStrictEqual(MALFORMED.map(() => answer));
    expect(code).toBe(3);
  });

  test('answers a case whose fields are anything', async () => {
    const lines = Object.keys(good).flatMap(field => JUNK.map(junk => JSON.stringify({ ...good, [field]: junk })));
    const { answers } = await ask(name, [...lines, JSON.stringify(good)]);
    expect(answers.filter(({ got }) => got === undefined)).toStrictEqual([]);
    expect(answers.at(-1)?.got).toStrictEqual(answer);
  });
});

test('a suite without a case here has a test beside it', () => {
  const beside = new Set(readdirSync(new URL('suites', import.meta.url)).map(file => file.replace(/\.test\.ts$/, '')));
  expect(suites.map(({ name }) => name).filter(name => CASES[name] === undefined && !beside.has(name))).toStrictEqual([]);
});

describe('answers of malformed cases', () => {
  test.each<[string, string, string]>([
    ['cel', '{"expression": 1}', "a case of suite cel has a text 'expression'"],
    ['cel', '{"expression": "1 +"}', '1:4: unexpected end of expression'],
    ['check', '{}', 'a case of suite check has a list of objects in one of objects, input, manifest'],
    ['check', '{"objects": [5]}', 'every object of a case is a JSON object'],
    ['check', '{"objects": [], "policies": "x"}', "'policies' is a list of policy ids"],
    ['check', '{"objects": [], "policies": ["host-netwrok"]}', "no policy is called 'host-netwrok'; did you mean 'host-network'?"],
    ['check', '{"objects": [], "kubeVersion": "new"}', '"new" is no Kubernetes version'],
    ['check', '{"objects": [], "preset": "basline"}', "no preset is called 'basline'; did you mean 'baseline'?"],
    ['pod-security', '{"level": "strict", "pod": {}}', 'level is baseline or restricted, not "strict"'],
    ['pod-security', '{"level": "baseline", "pod": []}', "a case of suite pod-security has an object 'pod'"],
    ['pod-security', '{"level": "baseline", "pod": {}, "versions": ["old"]}', "'old' is no Kubernetes version"],
    ['vap', '{}', "a case of suite vap has a 'policy' with a spec"],
    ['kube-bench', '{"table": "execute", "tests": [5]}', 'a case of table execute has tests: objects with flag, path or env'],
    ['compliance', '{}', 'a case of suite compliance has objects, or facts'],
    ['compliance', '{"facts": [{}]}', "facts: 'schema' is missing"],
    ['compliance', '{"facts": [], "framework": "cis"}', 'no framework is called "cis"'],
    ['cel', '[]', 'a case is a JSON object'],
  ])('%s %s', async (suite, line, error) => {
    expect((await ask(suite, [line])).answers.map(({ got }) => got)).toStrictEqual([{ error }]);
  });
});
