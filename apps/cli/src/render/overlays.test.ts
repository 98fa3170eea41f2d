import { describe, expect, test } from 'vitest';
import { findInputs } from '../check/find-files.ts';
import { createFolder } from '../testing/folder.ts';
import { KustomizationGraph } from './kustomization-graph.ts';
import { readOverlayObjects } from './overlay-objects.ts';

type Files = Readonly<Record<string, string>>;

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  hostNetwork: true\n  containers:\n  - name: app\n    image: app:1\n';

describe('of the kustomizations of a folder', () => {
  async function list(files: Files) {
    using folder = createFolder(files);
    const found = await findInputs([folder.path]);
    const graph = await KustomizationGraph.read(found.kustomizations);
    const cut = (path: string) => path.slice(folder.path.length + 1);
    return { leaves: graph.listLeaves().map(leaf => cut(leaf.folder)), consumed: [...(await graph.listConsumed())].map(cut).toSorted() };
  }

  test.each<[string, Files, readonly string[]]>([
    ['one alone is a leaf', { 'a/kustomization.yaml': '' }, ['a']],
    ['each name counts', { 'a/kustomization.yml': '', 'b/Kustomization': '' }, ['a', 'b']],
    ['a base is none', { 'base/kustomization.yaml': '', 'prod/kustomization.yaml': 'resources: [../base]' }, ['prod']],
    ['a base in old words is none', { 'base/kustomization.yaml': '', 'prod/kustomization.yaml': 'bases: [../base]' }, ['prod']],
    [
      'a component is none, used or not',
      {
        'c/kustomization.yaml': 'kind: Component',
        'd/kustomization.yaml': 'kind: Component',
        'prod/kustomization.yaml': 'components: [../c]',
      },
      ['prod'],
    ],
    ['of a circle the first is', { 'a/kustomization.yaml': 'resources: [../b]', 'b/kustomization.yaml': 'resources: [../a]' }, ['a']],
    ['one that builds upon itself is', { 'a/kustomization.yaml': 'resources: [.]' }, ['a']],
    ['one that is no YAML is', { 'a/kustomization.yaml': '{' }, ['a']],
    [
      'one of another form is',
      { 'a/kustomization.yaml': '- 1', 'b/kustomization.yaml': 'resources: { a: b }\npatches: [1, {path: 2}]' },
      ['a', 'b'],
    ],
  ])('%s', async (_, files, leaves) => {
    expect((await list(files)).leaves).toStrictEqual(leaves);
  });

  test('everything that is a part is known', async () => {
    const names = [
      'r.yaml',
      'crd.yaml',
      'p.yaml',
      'old.yaml',
      'json.yaml',
      'rep.yaml',
      'c.json',
      'e.yaml',
      's.yaml',
      'api.json',
      'gen.yaml',
    ];
    const text = `resources: [r.yaml]
crds: [crd.yaml]
patches: [{ path: p.yaml }, { patch: "- op: remove" }]
patchesStrategicMerge: [old.yaml, "kind: Pod\\nmetadata: {}"]
patchesJson6902: [{ path: json.yaml }]
replacements: [{ path: rep.yaml }]
generators: [gen.yaml]
openapi: { path: api.json }
configMapGenerator: [{ name: c, files: [key=c.json], envs: [e.yaml] }]
secretGenerator: [{ name: s, files: [s.yaml] }]
`;
    const files = Object.fromEntries([...names, 'other.yaml'].map(name => [`a/${name}`, '']));
    const { consumed } = await list({ ...files, 'a/kustomization.yaml': text });
    expect(consumed).toStrictEqual([...names, 'kustomization.yaml'].map(name => `a/${name}`).toSorted());
  });

  test.each<[string, boolean]>([
    ['https://example.com/a.yaml', true],
    ['git@github.com:owner/name', true],
    ['git::https://example.com/a', true],
    ['github.com/owner/name//base?ref=v1', true],
    ['file:///a.yaml', true],
    ['gh:owner/name', true],
    ['kind: Pod', false],
    ['gone.yaml', false],
    ['../gone', false],
    ['gone/a.yaml', false],
    ['/etc/hostname', false],
  ])('%s is elsewhere: %s', async (path, remote) => {
    using folder = createFolder({ 'kustomization.yaml': `resources: [${JSON.stringify(path)}]` });
    const [leaf] = (await KustomizationGraph.read([folder.at('kustomization.yaml')])).listLeaves();
    expect(leaf?.remote).toStrictEqual(remote ? [path] : []);
  });
});

describe('an object of an overlay stands', () => {
  const base = { 'base/kustomization.yaml': 'namePrefix: b-\nresources: [pod.yaml]', 'base/pod.yaml': POD };

  /** Places of a field of the built object, as `file:line:column`. */
  async function locate(files: Files, built: string, path: readonly (string | number)[]) {
    using folder = createFolder({ ...base, ...files });
    const graph = await KustomizationGraph.read([folder.at('prod/kustomization.yaml')]);
    const [leaf] = graph.listLeaves();
    if (leaf === undefined) return undefined;
    const { objects } = await readOverlayObjects(built, leaf, graph, location => location);
    const place = objects[0]?.locate?.(path);
    return place === undefined ? undefined : `${place.file.slice(folder.path.length + 1)}:${place.line}:${place.column}`;
  }
  const prod = { 'prod/kustomization.yaml': 'namePrefix: p-\nnameSuffix: -x\nresources: [../base]' };
  const built = POD.replace('web', 'p-b-web-x');
  const [hostNetwork, image] = [
    ['spec', 'hostNetwork'],
    ['spec', 'containers', 0, 'image'],
  ];

  test.each<[string, Files, string, readonly (string | number)[], string]>([
    ['in its resource, prefixes and suffixes taken off', prod, built, hostNetwork, 'base/pod.yaml:5:3'],
    ['itself', prod, built, [], 'base/pod.yaml:1:1'],
    ['with a field that is nowhere', prod, built, ['spec', 'securityContext', 'runAsUser'], 'base/pod.yaml:4:1'],
    [
      'with a field that was written by the kustomization',
      prod,
      `${built}  hostPID: true\n`,
      ['spec', 'hostPID'],
      'prod/kustomization.yaml:1:1',
    ],
    ['with a field that was changed by it', prod, built.replace('app:1', 'app:2'), image, 'prod/kustomization.yaml:1:1'],
    [
      'with a container that others were put before',
      prod,
      built.replace('containers:\n', 'containers:\n  - name: side\n    image: side:1\n'),
      ['spec', 'containers', 1, 'image'],
      'base/pod.yaml:8:5',
    ],
    ['with a container that is not there', prod, built.replace('name: app', 'name: new'), image, 'prod/kustomization.yaml:1:1'],
    ['with a name that no resource has', prod, POD.replace('web', 'generated-5h7k'), hostNetwork, 'prod/kustomization.yaml:1:1'],
    [
      'in the one of its namespace',
      { ...prod, 'base/pod.yaml': `${POD.replace('web', 'web, namespace: other')}---\n${POD.replace('web', 'web, namespace: shop')}` },
      built.replace('x }', 'x, namespace: shop }'),
      hostNetwork,
      'base/pod.yaml:14:3',
    ],
    ['nowhere when two may be meant', { ...prod, 'base/pod.yaml': `${POD}---\n${POD}` }, built, hostNetwork, 'prod/kustomization.yaml:1:1'],
  ])('%s', async (_, files, text, path, place) => {
    expect(await locate(files, text, path)).toBe(place);
  });
});
