import { readFileSync } from 'node:fs';
import { readManifest, toObjects } from '@breakwater/manifest';
import type { Result } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { Confinement } from './confinement.ts';
import { findValues } from './find-values.ts';
import { Renderer } from './renderer.ts';
import { createTools } from './testing/tools.ts';

const TEXT = 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: app }] }\n';
const FINDING: Result = {
  policy: 'p',
  state: 'fail',
  severity: 'low',
  message: '',
  target: { cluster: '', apiVersion: 'v1', kind: 'Pod', namespace: '', name: 'web' },
  container: 'app',
  path: 'spec.z',
  standards: {},
  remediation: '',
  evidence: [],
};

/** Keys that were named for the finding, and how often helm was called; it prints `change` of the text when values were changed. */
async function find(values: string, change: string, options: { deadline?: number; isFound?: (text: string) => boolean } = {}) {
  const { deadline = Number.POSITIVE_INFINITY, isFound = text => !text.includes('changed') } = options;
  using folder = createFolder({ 'values.yaml': values, 'out.txt': TEXT });
  using tools = createTools({ helm: `echo >> "$0.count"\n/bin/sed '${change}' "$3/out.txt"` });
  await using confinement = await Confinement.open({ searchPath: [], allowRemote: false });
  const renderer = new Renderer(confinement, { searchPath: [tools.path], kubeMinor: 34, namespace: '', values: [], set: [] });
  const { objects } = toObjects(readManifest(TEXT, { source: '' }));
  const keys = await findValues({ kind: 'chart', folder: folder.path, release: 'r', objects, text: TEXT }, [FINDING], {
    renderer,
    folder: confinement.folder,
    judge: judged => (isFound(JSON.stringify(judged.map(({ value }) => value))) ? [FINDING] : []),
    deadline: performance.now() + deadline,
  });
  return { keys: [...keys.values()].map(({ path, value }) => `${path} ${value}`), tries: countLines(tools.at('helm.count')) };
}

function countLines(file: string): number {
  try {
    return readFileSync(file, 'utf8').length;
  } catch {
    return 0;
  }
}

const MANY = Array.from({ length: 300 }, (_, index) => `a${index}: 1\n`).join('');
const GOES = 's/spec: {/spec: { changed: true,/';

describe('a key is named', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['when the finding goes', 'a: 1', GOES, ['a 1']],
    ['that is called like a step of the path first', 'a: 1\nb: 1\nz: 2', GOES, ['z 2']],
    ['not when the finding stays', 'a: 1', 's/spec: {/spec: { x: true,/', []],
    ['not when nothing changes', 'a: 1', '', []],
    ['not when the object is another', 'a: 1', 's/name: web/name: changed/', []],
    ['not when the container is another', 'a: 1', 's/name: app/name: changed/', []],
    ['not when what is rendered is nothing', 'a: 1', 'd', []],
    ['not without values', '', GOES, []],
  ])('%s', async (_, values, change, keys) => {
    expect((await find(values, change)).keys).toStrictEqual(keys);
  });
});

test('200 leaves are tried, none after the deadline, and none for what the chart alone does not show', async () => {
  expect(await find(MANY, '')).toStrictEqual({ keys: [], tries: 200 });
  expect(await find(MANY, GOES, { deadline: -1 })).toStrictEqual({ keys: [], tries: 0 });
  expect(await find(MANY, GOES, { isFound: () => false })).toStrictEqual({ keys: [], tries: 0 });
  // A busy machine takes half a minute for 200 processes.
}, 120_000);
