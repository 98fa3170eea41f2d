import { describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { readChartObjects } from './chart-objects.ts';

const FILES = {
  'Chart.yaml': 'name: shop',
  'templates/pod.yaml':
    'kind: Pod\n# breakwater: accept host-network: known\nspec:\n  hostNetwork: {{ .Values.host }}\n  securityContext:\n    {{- toYaml .Values.context | nindent 4 }}\n',
  'charts/db-1.0.0.tgz': 'packed',
};
const pod = (source: string) =>
  `---\n# Source: ${source}\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  hostNetwork: true\n  securityContext:\n    runAsUser: 0\n`;

/** Places of `spec.hostNetwork`, `spec.securityContext.runAsUser` and of the object, as `file:line:column`, with how exact they are. */
async function locate(text: string) {
  using folder = createFolder(FILES);
  const told: string[] = [];
  const { objects, problems, documents, remarks } = await readChartObjects(text, folder.path, (location, { exact, line }) => {
    told.push(`${location.file.slice(folder.path.length + 1)}:${location.line}:${location.column} ${exact ? 'exact' : 'near'} ${line}`);
    return location;
  });
  for (const { locate: find } of objects)
    for (const path of [['spec', 'hostNetwork'], ['spec', 'securityContext', 'runAsUser'], []]) find?.(path);
  return {
    told,
    documents,
    problems: problems.map(({ code, message, location }) => [code, message, location]),
    remarks: remarks.map(({ file, line, text: words }) => `${file.slice(folder.path.length + 1)}:${line}: ${words}`),
  };
}

describe('objects stand', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'in the template that helm names',
      'shop/templates/pod.yaml',
      [
        'templates/pod.yaml:4:3 exact hostNetwork: true',
        'templates/pod.yaml:5:3 near runAsUser: 0',
        'templates/pod.yaml:1:1 near apiVersion: v1',
      ],
    ],
    ...['shop/templates/gone.yaml', 'shop/../../pod.yaml'].map((source): [string, string, readonly string[]] => [
      'in the chart when there is no such template',
      source,
      ['Chart.yaml:1:1 near hostNetwork: true', 'Chart.yaml:1:1 near runAsUser: 0', 'Chart.yaml:1:1 near apiVersion: v1'],
    ]),
    [
      'in the archive of a packed sub-chart',
      'shop/charts/db/templates/pod.yaml',
      [
        'charts/db-1.0.0.tgz:1:1 near hostNetwork: true',
        'charts/db-1.0.0.tgz:1:1 near runAsUser: 0',
        'charts/db-1.0.0.tgz:1:1 near apiVersion: v1',
      ],
    ],
  ])('%s', async (_, source, told) => {
    expect(await locate(pod(source))).toMatchObject({ told, documents: 1, problems: [] });
  });
});

test('comments of a template count once, however often it is rendered', async () => {
  const { remarks } = await locate(pod('shop/templates/pod.yaml').repeat(2));
  expect(remarks).toStrictEqual(['templates/pod.yaml:2: accept host-network: known']);
});

test('a document that is none is told, the others are read', async () => {
  const { told, documents, problems } = await locate(`---\n# Source: shop/templates/x.yaml\na: [\n${pod('shop/templates/pod.yaml')}`);
  expect([told.length, documents]).toStrictEqual([3, 1]);
  expect(problems).toStrictEqual([
    ['invalid-yaml', expect.stringMatching(/^What the chart renders to: document 1 cannot be read: /), undefined],
  ]);
});
