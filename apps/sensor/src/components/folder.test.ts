import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ViolationBody } from '@breakwater/protocol';
import { waitFor } from '@breakwater/testkit';
import { expect, it } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { runSensor, startEdge } from '../testing/run-sensor.ts';
import type { ServerEdge } from '../testing/server-edge.ts';

const MANIFEST = `apiVersion: v1
kind: Pod
metadata: { name: first, namespace: shop }
spec:
  containers:
    - name: app
      image: app:1
      securityContext:
        privileged: true
---
apiVersion: v1
kind: Pod
metadata: { name: second, namespace: shop }
spec:
  containers:
    # breakwater: accept privileged-container: it formats disks
    - name: app
      image: app:1
      securityContext:
        privileged: true
`;

async function watch(paths: (folder: string) => readonly string[], files: Readonly<Record<string, string>>) {
  const folder = createFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const edge = await startEdge();
  const source = { type: 'folder', paths: paths(folder), name: 'example' } as const;
  const sensor = await runSensor(source, { joinToken: async () => edge.joinToken });
  await sensor.synced;
  return { folder, edge };
}

function read(edge: ServerEdge, name: string): ViolationBody | undefined {
  const found = edge
    .list('violation')
    .find(({ key, body }) => key.startsWith('privileged-container|') && body.results[0]?.target.name === name);
  return found?.body;
}

it('tells where findings stand, by the name of the file in the folder, and accepts what a comment accepts', async () => {
  const { folder, edge } = await watch(path => [path], { 'apps/pods.yaml': MANIFEST });
  expect(read(edge, 'first')?.results[0]?.location).toEqual({ file: 'apps/pods.yaml', line: 9, column: 9 });
  const second = read(edge, 'second');
  expect([second?.state, second?.results[0]?.location?.line, second?.results[0]?.exception]).toEqual([
    'accepted',
    20,
    { id: 'apps/pods.yaml:16', target: 'privileged-container', scope: {}, reason: 'it formats disks' },
  ]);

  writeFileSync(join(folder, 'apps/pods.yaml'), `# moved\n${MANIFEST.replace(/^.*breakwater:.*\n/m, '')}`);
  await waitFor('the comment to be gone', () => read(edge, 'second')?.state === 'fail');
  await waitFor('the lines to move', () => read(edge, 'first')?.results[0]?.location?.line === 10);
});

it('names the folder too where there are several, and a file by its name', async () => {
  const { edge } = await watch(path => [join(path, 'a'), join(path, 'b.yaml')], {
    'a/x.yaml': MANIFEST,
    'b.yaml': MANIFEST.replaceAll('namespace: shop', 'namespace: bank'),
  });
  const files = edge.list('violation').flatMap(({ body }) => body.results[0]?.location?.file ?? []);
  expect(new Set(files)).toEqual(new Set(['a/x.yaml', 'b.yaml']));
});

it('says which comments are not understood, and which files cannot be read', async () => {
  const { edge } = await watch(path => [path, join(path, 'missing')], {
    'pods.yaml': `# breakwater: accept privileged-container\n${MANIFEST}`,
    'broken.yaml': 'a: [',
  });
  const problems = edge.list('problem').map(({ body }) => `${body.code} ${body.source}`);
  expect(problems.filter(text => /^exception-invalid/.test(text))).toEqual([expect.stringMatching(/^exception-invalid .*pods\.yaml$/)]);
  expect(problems.filter(text => /^folder-unreadable/.test(text))).toEqual(['folder-unreadable missing']);
  expect(problems.filter(text => /^invalid-yaml/.test(text))).toEqual([expect.stringMatching(/broken\.yaml$/)]);
});
