import process from 'node:process';
import { expect, test } from 'vitest';
import { readManifest } from './read-manifest.ts';
import { listRemarks, MAX_REMARKS } from './remarks.ts';

const POD = `# breakwater: accept a: whole
apiVersion: v1
kind: Pod
spec:
  # breakwater: accept b: list
  containers:
  # breakwater: accept c: item
  - name: app
    # an ordinary comment between
    # breakwater: accept d: block
    # breakwater: accept e: the same block

    securityContext:
      privileged: true # breakwater: accept f: here
      # breakwater: accept g: nothing follows in this block
  - name: side
  volumes: []
---
# breakwater: accept h: the second
kind: Service
`;

test.each<[string, string, readonly string[]]>([
  ['a pod and a service', POD, ['1 a 2-17', '5 b 6-16', '7 c 8-15', '10 d 13-15', '11 e 13-15', '14 f 14-15', '15 g 16-16', '19 h 20-21']],
  ['a remark before the document mark', '# breakwater: accept a: x\n---\nkind: Pod\nspec: {}', ['1 a 3-4']],
  ['lines that end in CR LF', 'kind: Pod\r\n# breakwater: accept a: x\r\nspec:\r\n  b: 1\r\nc: 2\r\n', ['2 a 3-4']],
  ['a list that stands deeper than its key', 'a:\n  # breakwater: accept a: x\n  b:\n    - 1\n    - 2\n  c: 3', ['2 a 3-5']],
  ['nothing after it', 'kind: Pod\n# breakwater: accept a: x\n', []],
  ['a word that only ends so', 'kind: Pod\n# mybreakwater: accept a: x\nspec: {}', []],
  ['no address', 'kind: Pod', []],
])('%s', (_, text, expected) => {
  const told = listRemarks('f.yaml', text).map(({ line, text: said, from, to }) => `${line} ${said.slice(7, 8)} ${from}-${to}`);
  expect(told).toStrictEqual(expected);
});

test('they come with the file that was read', () => {
  expect(readManifest(POD, { source: 'pod.yaml' }).remarks[0]).toStrictEqual({
    file: 'pod.yaml',
    line: 1,
    text: 'accept a: whole',
    from: 2,
    to: 17,
  });
});

test('a file that was made to cost time costs little', () => {
  const start = process.threadCpuUsage();
  expect(listRemarks('f', '- # breakwater: a\n'.repeat(300_000)).length).toBe(MAX_REMARKS);
  expect(listRemarks('f', `${'  '.repeat(500)}# breakwater: a\n`.repeat(3000))).toStrictEqual([]);
  expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(3000);
});
