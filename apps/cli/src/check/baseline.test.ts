import { readdirSync, readFileSync } from 'node:fs';
import type { CheckOutput } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const pod = (name: string, spec: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: shop }\nspec:\n  ${spec}\n  containers: [{ name: app, image: app:1 }]\n`;
const HOST = 'hostNetwork: true';
const WORDS = ['check', '--format', 'json', '--policy', 'host-network', '--policy', 'host-pid'];

async function check(text: string, file: string, words: readonly string[] = []) {
  const { code, out, err } = await run([...WORDS, '--baseline', file, ...words, '-'], text);
  if (err !== '') return { code, err };
  const { results, problems, summary } = JSON.parse(out) as CheckOutput;
  return {
    code,
    told: [...results.map(({ policy, state, target }) => `${policy} ${target.name} ${state}`), ...problems.map(problem => problem.code)],
    counts: [summary.states['fail'], summary.states['accepted'], summary.severities['high']],
  };
}

test('a repository starts green, and only what is new fails', async () => {
  using folder = createFolder();
  const file = folder.at('baseline.json');
  expect(await check(pod('old', HOST), file, ['--update-baseline'])).toStrictEqual({
    code: 0,
    told: ['host-network old accepted'],
    counts: [0, 1, 0],
  });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toStrictEqual({
    schema: 'breakwater/baseline',
    version: '1',
    findings: ['host-network|v1|Pod|shop|old||spec.hostNetwork'],
  });
  expect(readdirSync(folder.path)).toStrictEqual(['baseline.json']);
  const moved = `# a line\n\n${pod('old', HOST)}`;
  expect(await check(moved, file)).toMatchObject({ code: 0, counts: [0, 1, 0] });
  expect(await check(`${moved}---\n${pod('new', HOST)}`, file)).toStrictEqual({
    code: 1,
    told: ['host-network old accepted', 'host-network new fail'],
    counts: [1, 1, 1],
  });
  expect(await check(pod('old', 'hostPID: true'), file)).toStrictEqual({
    code: 1,
    told: ['host-pid old fail', 'baseline-outdated'],
    counts: [1, 0, 1],
  });
  expect(await check(pod('old', ''), file, ['--update-baseline'])).toStrictEqual({ code: 0, told: [], counts: [0, 0, 0] });
});

describe('refused', () => {
  test.each<[string, string | undefined, string]>([
    ['no file', undefined, 'There is no such file or folder. Check the path. --update-baseline writes it.'],
    ['no JSON', 'hello', 'is no JSON; --update-baseline writes it anew'],
    ['no baseline', '{"schema":"breakwater/check","version":"1","findings":[]}', 'is no baseline: /schema'],
  ])('%s', async (_, text, message) => {
    using folder = createFolder(text === undefined ? {} : { 'b.json': text });
    const outcome = await check(pod('old', HOST), folder.at('b.json'));
    expect([outcome.code, outcome.err]).toStrictEqual([2, expect.stringContaining(message)]);
  });

  test('no name for what is to be written', async () => {
    const { code, err } = await run(['check', '--update-baseline', '-'], pod('old', HOST));
    expect([code, err]).toStrictEqual([2, expect.stringContaining('--baseline breakwater-baseline.json')]);
  });
});
