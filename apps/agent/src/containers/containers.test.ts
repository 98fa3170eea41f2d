import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ContainerBook } from './container-book.ts';
import { parseCgroup } from './parse-cgroup.ts';
import { type ContainerNames, readBundle } from './read-bundle.ts';

const ID = 'ab'.repeat(32);
const UID = '0a1b2c3d-0000-4111-8222-333344445555';

test.each([
  [`/kubepods/burstable/pod${UID}/${ID}`, { containerId: ID, podUid: UID }],
  [`/kubepods.slice/kubepods-pod${UID.replaceAll('-', '_')}.slice/cri-containerd-${ID}.scope`, { containerId: ID, podUid: UID }],
  [
    `/kubepods.slice/kubepods-besteffort-pod${UID.replaceAll('-', '_')}.slice/crio-${ID}.scope/init.scope`,
    { containerId: ID, podUid: UID },
  ],
  [`/kubepods/pod${'0f'.repeat(16)}/${ID}`, { containerId: ID, podUid: '0f'.repeat(16) }],
  [`/docker/${ID}`, { containerId: ID, podUid: undefined }],
  [`/kubepods/pod${UID}/${ID}/nested/${'cd'.repeat(32)}`, { containerId: 'cd'.repeat(32), podUid: UID }],
  ['/system.slice/sshd.service', undefined],
  [`/kubepods/pod${UID}`, undefined],
  ['', undefined],
])('%s', (path, expected) => {
  expect(parseCgroup(path)).toStrictEqual(expected);
});

const CRI = {
  'io.kubernetes.cri.sandbox-namespace': 'shop',
  'io.kubernetes.cri.sandbox-name': 'web-1',
  'io.kubernetes.cri.sandbox-uid': UID,
  'io.kubernetes.cri.container-name': 'app',
  'io.kubernetes.cri.image-name': 'shop/web:1',
};
const LABELS = {
  'io.kubernetes.pod.namespace': 'shop',
  'io.kubernetes.pod.name': 'web-1',
  'io.kubernetes.pod.uid': UID,
  'io.kubernetes.container.name': 'POD',
};

test.each<readonly [name: string, path: string, content: unknown, expected: ContainerNames | undefined]>([
  [
    'containerd',
    `io.containerd.runtime.v2.task/k8s.io/${ID}/config.json`,
    { annotations: CRI },
    { namespace: 'shop', pod: 'web-1', podUid: UID, container: 'app', image: 'shop/web:1' },
  ],
  [
    'a sandbox of CRI-O',
    `overlay-containers/${ID}/userdata/config.json`,
    { annotations: LABELS },
    { namespace: 'shop', pod: 'web-1', podUid: UID },
  ],
  [
    'Docker',
    `containers/${ID}/config.v2.json`,
    { Config: { Labels: { ...LABELS, 'io.kubernetes.container.name': 'app' }, Image: 'shop/web:1' } },
    { namespace: 'shop', pod: 'web-1', podUid: UID, container: 'app', image: 'shop/web:1' },
  ],
  ['a container of nobody', `containers/${ID}/config.v2.json`, { Config: { Labels: {} } }, undefined],
  ['no object', `containers/${ID}/config.v2.json`, null, undefined],
])('the names of %s are read from what its runtime wrote', (_, path, content, expected) => {
  const folder = mkdtempSync(join(tmpdir(), 'bw-bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(content));
  expect(readBundle(['/nowhere', folder], ID)).toStrictEqual(expected);
});

test('names that are not there yet are looked for again, and not for ever', () => {
  let now = 0;
  const answers: (ContainerNames | undefined)[] = [undefined, undefined, { pod: 'web-1' }];
  let looks = 0;
  const book = new ContainerBook(
    () => {
      looks += 1;
      return answers.shift();
    },
    () => now,
  );
  book.hear('7', `/kubepods/pod${UID}/${ID}`);
  expect([book.find('7'), book.find('7')]).toStrictEqual([
    { containerId: ID, podUid: UID },
    { containerId: ID, podUid: UID },
  ]);
  for (now = 1000; now < 20_000; now += 1000) book.find('7');
  expect([book.find('7'), looks, book.find('8')]).toStrictEqual([{ containerId: ID, podUid: UID, pod: 'web-1' }, 3, undefined]);
});
