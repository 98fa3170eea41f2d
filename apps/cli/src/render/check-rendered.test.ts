import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CheckOutput } from '@breakwater/model';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';
import { createTools } from './testing/tools.ts';

afterEach(() => vi.unstubAllEnvs());

const TEMPLATE =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostNetwork: {{ .Values.host }}\n  {{- toYaml .Values.more | nindent 2 }}\n  containers: []\n';
const RENDERED = `---\n# Source: shop/templates/pod.yaml\n${TEMPLATE.replace('{{ .Values.host }}', 'true').replace('{{- toYaml .Values.more | nindent 2 }}', 'hostPID: true')}`;
const FILES = {
  'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'shop/values.yaml': 'name: web\nhost: true\ncount: 1\n',
  'shop/templates/pod.yaml': TEMPLATE,
  'shop/out.txt': RENDERED,
  'prod/kustomization.yaml': 'resources: [pod.yaml]\n',
  'prod/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: other }\nspec:\n  hostIPC: true\n',
};
/** Prints what the chart renders to; without host network, and under another name, when values say so. */
const HELM = `change=
for word in "$@"; do
  case "$word" in */values-*.json) read -r line < "$word"
    case "$line" in *'"host":false'*) change='s/hostNetwork: true/hostNetwork: false/';; *'"name"'*) change='s/name: web/name: webx/';; esac
  esac
done
/bin/sed "$change" "$3/out.txt"`;
const TOOLS = { helm: HELM, kustomize: '/bin/cat "$2/pod.yaml"' };
const POLICIES = ['host-network', 'host-pid', 'host-ipc'].flatMap(id => ['--policy', id]);

async function check(
  files: Readonly<Record<string, string>>,
  words: readonly string[] = [],
  tools: Readonly<Record<string, string>> = TOOLS,
) {
  using folder = createFolder(files);
  using path = createTools(tools);
  vi.stubEnv('PATH', path.path);
  const { code, out, err } = await run(['check', ...POLICIES, '--format', 'json', ...words, folder.path]);
  expect(err).toBe('');
  const { results, problems, summary } = JSON.parse(out.replaceAll(`${folder.path}/`, '')) as CheckOutput;
  return {
    code,
    files: summary.files,
    states: results.map(({ policy, state }) => `${policy} ${state}`),
    findings: results.map(({ policy, location, evidence }) => [
      `${policy} ${location?.file}:${location?.line}:${location?.column}`,
      ...evidence
        .filter(({ source }) => source !== 'manifest')
        .map(({ source, path: at, value }) => `${source} ${at} ${JSON.stringify(value)}`),
    ]),
    problems: problems.map(problem => problem.code),
  };
}

test('findings stand in templates and resources, with the key of the values that they hang on', async () => {
  expect(await check(FILES)).toMatchObject({
    code: 1,
    files: 2,
    findings: [
      ['host-network shop/templates/pod.yaml:6:3', 'values host true'],
      ['host-pid shop/templates/pod.yaml:5:1', 'rendered spec.hostPID null'],
      ['host-ipc prod/pod.yaml:5:3'],
    ],
    problems: [],
  });
});

test('a value that may be secret is not shown', async () => {
  const files = { ...FILES, 'shop/values.yaml': 'tokens: { host: true }\n' };
  const { findings } = await check(files);
  expect(findings[0]).toStrictEqual(['host-network shop/templates/pod.yaml:6:3', 'values tokens.host "(redacted)"']);
});

test('without the tools nothing of it is judged, and that is told', async () => {
  expect(await check(FILES, [], {})).toMatchObject({ code: 3, files: 2, findings: [], problems: ['renderer-missing', 'renderer-missing'] });
});

test('a remark in a template accepts what stands there', async () => {
  const remark = '  # breakwater: accept host-network: the proxy needs it\n  hostNetwork: {{';
  const files = { ...FILES, 'shop/templates/pod.yaml': TEMPLATE.replace('  hostNetwork: {{', remark) };
  const { states, problems } = await check(files);
  expect([states, problems]).toStrictEqual([['host-network accepted', 'host-pid fail', 'host-ipc fail'], []]);
});

describe('wrong usage', () => {
  test.each<[readonly string[], string]>([
    [['--set', 'a'], "error: --set takes KEY=VALUE, not 'a'\n"],
    [['--set', '=a'], "error: --set takes KEY=VALUE, not '=a'\n"],
    [['--values', '/no/such/file'], 'error: --values: there is no file /no/such/file\n'],
    [['--values', 'https://example.com/values.yaml'], 'error: --values: there is no file https://example.com/values.yaml\n'],
  ])('%j', async (words, err) => {
    using folder = createFolder(FILES);
    expect(await run(['check', ...words, folder.path])).toStrictEqual({ code: 2, out: '', err });
  });
});

test('fix leaves what is rendered as it is, and says what to edit', async () => {
  using folder = createFolder({ ...FILES, 'plain.yaml': FILES['prod/pod.yaml'] });
  using tools = createTools(TOOLS);
  vi.stubEnv('PATH', tools.path);
  const { code, out, err } = await run(['fix', ...POLICIES, folder.path]);
  expect([code, out.split('\n').at(-2)]).toStrictEqual([0, 'fixed 1 finding in 1 file, 0 need a person']);
  const told = (what: string, policies: string) =>
    `It is rendered as a part of ${what}, which fix does not edit. Edit it for: ${policies} (breakwater check says what and where).\n`;
  expect(err.replaceAll(`${folder.path}/`, '')).toBe(
    `shop/templates/pod.yaml:5:1: ${told('a chart', 'host-network, host-pid')}prod/pod.yaml:5:3: ${told('a kustomization', 'host-ipc')}`,
  );
  for (const name of ['shop/templates/pod.yaml', 'prod/pod.yaml'] as const) expect(readFileSync(folder.at(name), 'utf8')).toBe(FILES[name]);
});

test('pss judges what is rendered', async () => {
  using folder = createFolder(FILES);
  using tools = createTools(TOOLS);
  vi.stubEnv('PATH', tools.path);
  const { code, out } = await run(['pss', '--format', 'json', folder.path]);
  const { results, summary } = JSON.parse(out) as { results: readonly { level: string }[]; summary: { workloads: number } };
  expect([code, results.map(({ level }) => level), summary.workloads]).toStrictEqual([0, ['privileged'], 2]);
});

test('an interrupt ends the tool as well, and leaves nothing behind', async () => {
  using folder = createFolder(FILES);
  using temporary = createFolder();
  using tools = createTools({ helm: 'echo > "$0.started"; /bin/sleep 2; echo > "$0.late"' });
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const env = { PATH: tools.path, TMPDIR: temporary.path };
  const child = spawn(process.execPath, [main, 'check', folder.path], { env, stdio: 'ignore' });
  await vi.waitFor(() => expect(existsSync(tools.at('helm.started'))).toBe(true), { timeout: 60_000, interval: 50 });
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toStrictEqual([130, null]);
  expect(readdirSync(temporary.path)).toStrictEqual([]);
  await new Promise(resolve => setTimeout(resolve, 2200));
  expect(existsSync(tools.at('helm.late'))).toBe(false);
});
