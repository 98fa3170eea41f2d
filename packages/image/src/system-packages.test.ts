import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { describeWithShared } from '../../../test/shared.ts';
import { readSystemPackages } from './system-packages.ts';

const read = (files: Readonly<Record<string, string | Buffer>>) =>
  readSystemPackages(path => (files[path] === undefined ? undefined : Buffer.from(files[path])));

it('reads what dpkg and apk say is installed, and not what was removed', async () => {
  const status = [
    'Package: openssl\nStatus: install ok installed\nVersion: 3.0.17-1~deb12u3\nArchitecture: amd64',
    'Package: gone\nStatus: deinstall ok config-files\nVersion: 1',
    'Package: containerd.io\nStatus: hold ok installed\nVersion: 1.7.27-1',
    '',
  ].join('\n\n');
  expect(await read({ 'var/lib/dpkg/status': status, 'lib/apk/db/installed': 'P:musl\nV:1.2.5-r0\n\n' })).toStrictEqual({
    packages: [
      { name: 'containerd.io', version: '1.7.27-1', type: 'deb' },
      { name: 'musl', version: '1.2.5-r0', type: 'apk' },
      { name: 'openssl', version: '3.0.17-1~deb12u3', type: 'deb' },
    ],
    problems: [],
  });
});

it('has nothing of a system without a database, and says of a broken one that it is broken', async () => {
  expect(await read({})).toStrictEqual({ packages: [], problems: [] });
  const { packages, problems } = await read({ 'var/lib/rpm/rpmdb.sqlite': 'no database at all' });
  expect([packages, problems.map(({ code, source }) => [code, source])]).toStrictEqual([
    [],
    [['packages-unreadable', 'var/lib/rpm/rpmdb.sqlite']],
  ]);
});

describeWithShared('rpm databases', ['oracles', 'rpmdb'], path => {
  it.each([
    ['usr/lib/sysimage/rpm/rpmdb.sqlite', 'cbl-mariner-2.0.rpmdb.sqlite.gz'],
    ['var/lib/rpm/Packages', 'cbl-mariner-2.0-derived.Packages.bdb.gz'],
  ])('%s', async (place, name) => {
    const { packages, problems } = await read({ [place]: gunzipSync(readFileSync(`${path}/${name}`)) });
    expect([packages.find(one => one.name === 'openssl-libs'), problems]).toStrictEqual([
      { name: 'openssl-libs', version: expect.stringMatching(/^1\.1\.1/), type: 'rpm' },
      [],
    ]);
  });
});
