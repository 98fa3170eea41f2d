import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createHost } from '../testing/host-tree.ts';
import { collectApart } from './collect-apart.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

it('looks at a node from a process of its own, packages of its system too', async () => {
  const status = 'Package: kubelet\nStatus: install ok installed\nVersion: 1.36.3-1.1\n\n';
  const root = createHost({ 'etc/hostname': 'host\n', 'proc/11/cmdline': 'kubelet\0--v=2\0', 'var/lib/dpkg/status': status });
  expect(await collectApart({ root, node: 'node-1' }, MAIN)).toMatchObject({
    schema: 'node-facts/1',
    node: 'node-1',
    processes: [{ name: 'kubelet', argv: ['kubelet', '--v=2'] }],
    packages: [{ name: 'kubelet', version: '1.36.3-1.1', type: 'deb' }],
  });
});

it('says why it could not look', async () => {
  await expect(collectApart({ root: '/no/such/folder', node: 'n' }, MAIN)).rejects.toThrow(
    '--root takes a folder, and /no/such/folder is none',
  );
});
