import { expect, it } from 'vitest';
import { groupNeedless } from './group-needless.ts';

const item = (kind: string, path: string, saves: number, name?: string) => ({
  kind,
  path,
  layer: 1,
  bytes: 10,
  saves,
  ...(name === undefined ? {} : { package: name }),
});

it('counts a package once however many of its files are needless, the most points first', () => {
  const items = [
    item('network-tool', '/usr/bin/scp', 900, 'openssh-client'),
    item('network-tool', '/usr/bin/ssh', 900, 'openssh-client'),
    item('cache', 'var/cache/apt', 4000),
    item('shell', '/bin/sh', 200, 'dash'),
    item('network-tool', '/usr/bin/nc', 50),
    item('network-tool', '/usr/bin/curl', 5, 'curl'),
  ];
  expect(
    groupNeedless(items, [
      { kind: 'shell', points: 20 },
      { kind: 'network-tool', points: 15 },
    ]),
  ).toEqual([
    { kind: 'shell', count: 1, saves: 200, points: 20, examples: ['/bin/sh'] },
    { kind: 'network-tool', count: 4, saves: 955, points: 15, examples: ['/usr/bin/scp', '/usr/bin/ssh', '/usr/bin/nc'] },
    { kind: 'cache', count: 1, saves: 4000, points: 0, examples: ['/var/cache/apt'] },
  ]);
});

it('of nothing there is nothing', () => {
  expect(groupNeedless([], [])).toEqual([]);
});
