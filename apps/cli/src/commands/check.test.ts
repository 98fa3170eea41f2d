import { readFileSync } from 'node:fs';
import { CheckOutput, listSchemaIssues } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const BAD = 'apiVersion: v1\nkind: Pod\nmetadata: { name: bad }\nspec:\n  hostNetwork: true\n  containers: [{ name: app, image: app:1 }]\n';
const GOOD = 'apiVersion: v1\nkind: Pod\nmetadata: { name: good }\nspec:\n  containers: [{ name: app, image: app:1 }]\n';
const ROLE =
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: b }\nroleRef: { kind: Role, name: gone }\nsubjects: []\n';
const BROKEN = 'apiVersion: v1\nkind: [\n';
const HOST = ['--policy', 'host-network'];

async function check(stdin: string, words: readonly string[] = HOST) {
  const { code, out, err } = await run(['check', '--format', 'json', ...words, '-'], stdin);
  const output = err === '' ? (JSON.parse(out) as CheckOutput) : undefined;
  return { code, err, results: output?.results ?? [], problems: output?.problems ?? [], summary: output?.summary };
}

/** 0 nothing, 1 a violation, 2 wrong usage, 3 could not look, 70 internal fault; 1 beats 3. */
describe('exit codes', () => {
  const own = (expression: string, more = '') => `id: own
title: Own
severity: medium
${more}reason: hygiene
categories: [test]
stages: [build]
target: workload
expression: "${expression}"
message: wrong
rationale: r
remediation: r
ja: { title: a, message: b, rationale: c, remediation: d }
standards: {}
examples: { comply: [{ name: a, objects: [{}] }], violate: [{ name: b, objects: [{}] }] }
`;
  const FILES = {
    'fails/own.yaml': own('false'),
    'breaks/own.yaml': own('object.gone == 1'),
    'blind/own.yaml': own('size(cluster.nodeAddresses) > 0'),
    'outside/own.yaml': own('cluster.complete'),
    'asks/own.yaml': own('false', 'outcome: review\n'),
    'accept.yaml': 'target: own\nscope: {}\nreason: known\n',
    'ended.yaml': 'target: own\nscope: {}\nreason: known\nexpiry: "2020-01-01"\n',
  };
  /** Exit code of a check with an own policy, and an exception if one is named. */
  const judge = async (stdin: string, policy: string, words: readonly string[], exception?: string) => {
    using folder = createFolder(FILES);
    const accepted = exception === undefined ? [] : ['--exceptions', folder.at(exception)];
    return (await check(stdin, ['--policies', folder.at(policy), ...accepted, ...words])).code;
  };
  const OWN = ['--policy', 'own'];

  test.each<[string, number, () => Promise<number>]>([
    ['nothing wrong', 0, async () => (await check(GOOD)).code],
    ['a violation', 1, async () => (await check(BAD)).code],
    ['a violation below --fail-on', 0, async () => (await check(BAD, [...HOST, '--fail-on', 'critical'])).code],
    ['a violation at --fail-on', 1, async () => (await check(BAD, [...HOST, '--fail-on', 'high'])).code],
    ['a violation above --fail-on', 1, async () => (await check(BAD, [...HOST, '--fail-on', 'info'])).code],
    ['a violation with --fail-on never', 0, async () => (await check(BAD, [...HOST, '--fail-on', 'never'])).code],
    ['unreadable input', 3, async () => (await check(BROKEN)).code],
    ['unreadable input beside a good one', 3, async () => (await check(`${GOOD}---\n${BROKEN}`)).code],
    ['unreadable input beside a violation', 1, async () => (await check(`${BAD}---\n${BROKEN}`)).code],
    [
      'unreadable input beside a violation that does not count',
      3,
      async () => (await check(`${BAD}---\n${BROKEN}`, [...HOST, '--fail-on', 'never'])).code,
    ],
    ['nothing at all', 3, async () => (await check('')).code],
    ['a policy that does not exist', 2, async () => (await check(GOOD, ['--policy', 'host-netwrok'])).code],
    ['an own policy that is violated', 1, async () => await judge(GOOD, 'fails', OWN)],
    ['an own policy beside the preset', 1, async () => await judge(`${ROLE}---\n${GOOD}`, 'fails', ['--preset', 'baseline'])],
    ['a policy of the user that cannot be evaluated', 0, async () => await judge(GOOD, 'blind', ['--preset', 'baseline'])],
    ['a policy named with --policy that cannot be evaluated', 3, async () => await judge(GOOD, 'blind', OWN)],
    ['what only others can answer', 0, async () => await judge(GOOD, 'outside', OWN)],
    ['the same in a complete set', 0, async () => await judge(GOOD, 'outside', [...OWN, '--complete'])],
    ['a policy that breaks', 0, async () => await judge(GOOD, 'breaks', ['--preset', 'baseline'])],
    ['a policy named with --policy that breaks', 3, async () => await judge(GOOD, 'breaks', OWN)],
    ['a question to a person', 0, async () => await judge(GOOD, 'asks', OWN)],
    ['an accepted violation', 0, async () => await judge(GOOD, 'fails', OWN, 'accept.yaml')],
    ['a violation that is not accepted any more', 1, async () => await judge(GOOD, 'fails', OWN, 'ended.yaml')],
    ['an exception that nothing needs', 0, async () => await judge(GOOD, 'asks', HOST, 'accept.yaml')],
  ])('%s: %i', async (_, code, ask) => {
    expect(await ask()).toBe(code);
  });
});

describe('wrong usage', () => {
  test.each<[string, readonly string[], string]>([
    ['no path', [], "error: missing required argument 'path'\n"],
    ['a policy', ['-', '--policy', 'host-netwrok'], "error: no policy is called 'host-netwrok'; did you mean 'host-network'?\n"],
    ['a version', ['-', '--kube-version', 'new'], "error: --kube-version takes a version such as 1.34, not 'new'\n"],
    ['a format', ['-', '--format', 'josn'], "error: no format is called 'josn'; did you mean 'json'?\n"],
    [
      'two formats for standard output',
      ['-', '--format', 'json', '--format', 'table'],
      'error: only one --format can go to standard output; write the others to files: --format sarif=result.sarif\n',
    ],
    [
      'a folder that is not there',
      ['-', '--policies', '/no/such/folder'],
      'error: --policies /no/such/folder: There is no such file or folder. Check the path.\n',
    ],
    [
      'exceptions that are not there',
      ['-', '--exceptions', '/no/such/file'],
      'error: /no/such/file: There is no such file or folder. Check the path.\n',
    ],
    [
      'a report that cannot be written',
      ['-', '--format', 'json=/no/such/folder/x'],
      'error: --format …=/no/such/folder/x: There is no such file or folder. Check the path.\n',
    ],
  ])('%s', async (_, words, err) => {
    expect(await run(['check', ...words], GOOD)).toStrictEqual({ code: 2, out: '', err });
  });

  test.each<[string, string, string]>([
    ['policies', 'own.yaml', "own.yaml:1:1: 'di' is not a known key; did you mean 'id'?"],
    ['exceptions', 'a.yaml', "a.yaml:1:1: 'taregt' is not a known key; did you mean 'target'?"],
    ['exceptions', 'b.yaml', "b.yaml:2:3: 'reason' is missing"],
    ['exceptions', 'c.yaml', 'c.yaml:1: document 1 cannot be read'],
    ['policies', 'empty', '--policies: there is no policy in'],
  ])('--%s %s', async (option, file, message) => {
    using folder = createFolder({
      'own.yaml': 'di: own\n',
      'a.yaml': 'taregt: own\nscope: {}\nreason: x\n',
      'b.yaml': '- { target: a, scope: {}, reason: x }\n- { target: own, scope: {} }\n',
      'c.yaml': '[',
      'empty/readme.txt': '',
    });
    const { code, err } = await run(['check', '-', `--${option}`, folder.at(file)], GOOD);
    expect([code, err.replaceAll(`${folder.path}/`, '')]).toStrictEqual([2, expect.stringContaining(message)]);
  });
});

describe('what was read', () => {
  test('an object by JSON, with its place', async () => {
    const { results, problems, summary } = await check(BAD);
    expect(results).toStrictEqual([
      expect.objectContaining({
        policy: 'host-network',
        state: 'fail',
        target: { cluster: 'file:-', apiVersion: 'v1', kind: 'Pod', namespace: '', name: 'bad' },
        path: 'spec.hostNetwork',
        location: { file: '-', line: 5, column: 3 },
      }),
    ]);
    expect([problems, summary]).toStrictEqual([
      [],
      expect.objectContaining({ files: 1, documents: 1, objects: 1, workloads: 1, policies: 1, problems: 0 }),
    ]);
  });

  test('the output fits its schema, whatever was asked', async () => {
    for (const words of [
      ['--preset', 'all', '--verbose'],
      ['--preset', 'restricted', '--complete'],
      [...HOST, '--lang', 'ja'],
    ]) {
      const { out } = await run(['check', '--format', 'json', ...words, '-'], `${BAD}---\n${ROLE}---\n${BROKEN}`);
      expect(listSchemaIssues(CheckOutput, JSON.parse(out))).toStrictEqual([]);
    }
  });

  test('one broken document, and the others are judged', async () => {
    const { code, results, problems, summary } = await check(`${BAD}---\nkind: [\n---\n${BAD.replace('bad', 'worse')}`);
    expect(problems).toStrictEqual([
      expect.objectContaining({ code: 'invalid-yaml', source: '-', location: { file: '-', line: 8, column: 7 } }),
    ]);
    expect(results.map(({ target, location }) => [target.name, location?.line])).toStrictEqual([
      ['bad', 5],
      ['worse', 14],
    ]);
    expect([code, summary?.documents, summary?.problems]).toStrictEqual([1, 2, 1]);
  });

  test('the items of a List, with their places', async () => {
    const indent = (text: string) => text.trimEnd().replaceAll('\n', '\n    ');
    const { results, summary } = await check(`apiVersion: v1\nkind: List\nitems:\n  - ${indent(GOOD)}\n  - ${indent(BAD)}\n`);
    expect([summary?.objects, results.map(({ path, location }) => [path, location?.line])]).toStrictEqual([2, [['spec.hostNetwork', 13]]]);
  });

  test('kinds that nobody knows are counted, other YAML is passed over', async () => {
    const widget = 'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: w }\n';
    const { code, problems, summary } = await check(`${GOOD}---\n${widget}---\n${widget}---\nvalues: { a: 1 }\n`);
    expect([code, problems, summary?.unknownKinds, summary?.objects]).toStrictEqual([0, [], { 'example.com/v1/Widget': 2 }, 3]);
  });

  test('--namespace is where objects without one live, --verbose tells what passes', async () => {
    const { results } = await check(GOOD, [...HOST, '--namespace', 'shop', '--verbose']);
    expect(results.map(({ state, target }) => [state, target.namespace])).toStrictEqual([['pass', 'shop']]);
  });

  test('--lang and the locale choose the language', async () => {
    const texts = [await run(['check', ...HOST, '-'], BAD, { language: 'ja' }), await run(['check', ...HOST, '--lang', 'ja', '-'], BAD)];
    expect(texts.map(({ out }) => out.includes('違反 1 件'))).toStrictEqual([true, true]);
    expect((await run(['check', ...HOST, '--lang', 'en', '-'], BAD, { language: 'ja' })).out).toContain('1 violation: 1 high');
  });

  test('colours go to a terminal only, reports to their files', async () => {
    using folder = createFolder();
    const words = ['check', ...HOST, '--format', 'table', '--format', `json=${folder.at('a=b.json')}`, '-'];
    const { out } = await run(words, BAD, { color: true });
    expect(out).toContain('\u001b[');
    expect((JSON.parse(readFileSync(folder.at('a=b.json'), 'utf8')) as CheckOutput).results).toHaveLength(1);
    expect((await run(words, BAD)).out).not.toContain('\u001b');
  });
});
