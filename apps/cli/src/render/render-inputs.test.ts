import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findInputs } from '../check/find-files.ts';
import { createFolder } from '../testing/folder.ts';
import { renderInputs } from './render-inputs.ts';
import type { RenderOptions } from './render-options.ts';
import { createTools } from './testing/tools.ts';

type Files = Readonly<Record<string, string>>;

const CHART = { 'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n' };
const OVERLAY = { 'prod/kustomization.yaml': 'resources: [a.yaml]', 'prod/a.yaml': '' };
const OPTIONS = { allowRemote: false, values: [], set: [], kubeMinor: 34, namespace: '' };
const POD = 'printf "apiVersion: v1\\nkind: Pod\\nmetadata: {name: a}\\n"';

/** What comes of a folder with tools that are scripts; paths below the folder. */
async function render(files: Files, scripts: Files, options: Partial<RenderOptions> = {}) {
  using folder = createFolder(files);
  using tools = createTools(scripts);
  const found = await findInputs([folder.path]);
  const reported: string[] = [];
  const set = await renderInputs(found, { ...OPTIONS, searchPath: [tools.path], ...options }, input => void reported.push(input));
  const cut = (text: string) => text.replaceAll(`${folder.path}/`, '').replaceAll(folder.path, '.');
  return {
    objects: set.objects.length,
    attempted: set.attempted,
    problems: set.problems.map(({ code, source, message }) => `${cut(source)} ${code}: ${cut(message)}`),
    reported: reported.map(cut),
    words: Object.keys(scripts).map(name => readOr(tools.at(`${name}.words`)).map(cut)),
    files: set.files.map(cut),
  };
}

function readOr(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}

const SMALL = { bounds: { time: 30_000, memory: 256 * 1024 ** 2, output: 1024 ** 2 } };

describe('an input that cannot be rendered is a problem', () => {
  test.each<[string, Files, Files, Partial<RenderOptions>, string]>([
    [
      'no helm',
      CHART,
      {},
      {},
      'shop renderer-missing: There is no helm on PATH, so this was not judged. Install helm 3 or 4, or render it elsewhere: helm template shop shop | breakwater check -',
    ],
    [
      'neither kustomize nor kubectl',
      OVERLAY,
      {},
      {},
      'prod renderer-missing: There is neither kustomize nor kubectl on PATH, so this was not judged. Install one of them, or render it elsewhere: kustomize build prod | breakwater check -',
    ],
    ['helm fails', CHART, { helm: 'echo "Error: no good" >&2; exit 1' }, {}, 'shop render-failed: helm failed: no good'],
    ['kubectl fails', OVERLAY, { kubectl: 'echo "error: no good" >&2; exit 1' }, {}, 'prod render-failed: kubectl failed: error: no good'],
    ['helm is ended', CHART, { helm: 'kill -9 $$' }, {}, 'shop render-failed: helm was ended by a signal and did not say why'],
    [
      'a loop without end',
      CHART,
      { helm: 'while :; do :; done' },
      { bounds: { ...SMALL.bounds, time: 400 } },
      'shop renderer-timeout: helm took longer than 0.4 s and was ended: look for loops without end.',
    ],
    [
      'too much output',
      CHART,
      { helm: 'while :; do echo aaaaaaaaaaaaaaaaaaaa; done' },
      SMALL,
      'shop renderer-output-too-large: helm wrote more than 1 MiB and was ended: look for loops that make too much.',
    ],
    [
      'too much memory',
      CHART,
      { helm: 'echo "fatal error: runtime: out of memory" >&2; exit 2' },
      SMALL,
      'shop renderer-out-of-memory: helm needed more than 256 MiB of memory and was ended: look for loops, recursion and repeated text.',
    ],
    [
      'dependencies',
      CHART,
      { helm: 'echo "Error: found in Chart.yaml, but missing in charts/ directory: redis" >&2; exit 1' },
      {},
      'shop chart-dependency-missing: What the chart depends on is not in its folder charts/: redis. Run: helm dependency build shop',
    ],
    [
      'a remote resource',
      { 'prod/kustomization.yaml': 'resources: ["https://example.com/a.yaml"]' },
      { kustomize: POD },
      {},
      'prod remote-input: It builds upon https://example.com/a.yaml, which is not here. To let kustomize load it: breakwater check --allow-remote prod',
    ],
    [
      'a remote resource of a base',
      { 'prod/kustomization.yaml': 'resources: [../base]', 'base/kustomization.yaml': 'resources: ["github.com/a/b?ref=v1"]' },
      { kustomize: POD },
      {},
      'prod remote-input: It builds upon github.com/a/b?ref=v1, which is not here. To let kustomize load it: breakwater check --allow-remote prod',
    ],
    [
      'what is no YAML',
      CHART,
      { helm: 'echo "a: ["' },
      {},
      'shop invalid-yaml: What the chart renders to: document 1 cannot be read: unexpected end of the stream within a flow collection',
    ],
  ])('%s', async (_, files, scripts, options, problem) => {
    expect(await render(files, scripts, options)).toMatchObject({ objects: 0, attempted: 1, problems: [problem] });
  });

  test('and the others are rendered', async () => {
    const files = { ...CHART, 'bad/Chart.yaml': 'name: bad', ...OVERLAY };
    const helm = `case "$2" in bad) exit 1;; esac\n${POD}`;
    expect(await render(files, { helm, kustomize: POD })).toMatchObject({
      objects: 2,
      attempted: 3,
      reported: ['bad', 'shop', 'prod'],
      problems: ['bad render-failed: helm failed (1) and did not say why'],
    });
  });

  test('a system without prlimit is told, and goes on', async () => {
    expect(await render(CHART, { helm: POD }, { systemFolders: [] })).toMatchObject({
      objects: 1,
      problems: ['shop renderer-unbounded: There is no prlimit (util-linux) here, so the memory of helm and kustomize is not bounded.'],
    });
  });
});

describe('what tools are called with', () => {
  const keepWords = (name: string) => ({ [name]: `printf "%s\\n" "$@" > "$0.words"\n${POD}` });

  test.each<[string, Files, string, Partial<RenderOptions>, readonly string[]]>([
    ['a chart', CHART, 'helm', {}, ['template', 'shop', 'shop', '--include-crds', '--kube-version', '1.34.0']],
    [
      'a chart with values',
      { ...CHART, 'shop/a.yaml': '' },
      'helm',
      { namespace: 'web', set: ['a=b', '--c=$(d)'], values: ['/tmp/v.yaml', '/tmp/w.yaml'] },
      [
        ...['template', 'shop', 'shop', '--include-crds', '--kube-version', '1.34.0', '--namespace', 'web'],
        ...['--values', '/tmp/v.yaml', '--values', '/tmp/w.yaml', '--set', 'a=b', '--set', '--c=$(d)'],
      ],
    ],
    [
      'a chart without a name for a release',
      { 'Shop_1/Chart.yaml': 'name: [1]' },
      'helm',
      {},
      ['template', 'release', 'Shop_1', '--include-crds', '--kube-version', '1.34.0'],
    ],
    [
      'a folder that looks like an option',
      { '--post-renderer=x/Chart.yaml': 'name: --help' },
      'helm',
      {},
      ['template', 'release', '--post-renderer=x', '--include-crds', '--kube-version', '1.34.0'],
    ],
    ['an overlay', OVERLAY, 'kustomize', {}, ['build', 'prod']],
    ['an overlay without kustomize', OVERLAY, 'kubectl', {}, ['kustomize', 'prod']],
    [
      'a remote overlay',
      { 'prod/kustomization.yaml': 'resources: ["https://example.com/a.yaml"]' },
      'kustomize',
      { allowRemote: true },
      ['build', 'prod'],
    ],
  ])('%s', async (_, files, tool, options, words) => {
    expect(await render(files, keepWords(tool), options)).toMatchObject({ objects: 1, problems: [], words: [words] });
  });
});

test('a library is rendered with the charts that use it only', async () => {
  const files = { ...CHART, 'lib/Chart.yaml': 'name: lib\ntype: library' };
  expect(await render(files, { helm: POD })).toMatchObject({ objects: 1, attempted: 1, reported: ['shop'], problems: [] });
});

test('files of a kustomization are its parts, others stay', async () => {
  const files = { ...OVERLAY, 'prod/b.yaml': '', 'c.yaml': '' };
  expect(await render(files, { kustomize: POD })).toMatchObject({ files: ['c.yaml', 'prod/b.yaml'], attempted: 1, problems: [] });
});
