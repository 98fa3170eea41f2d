import type { Event, EventContext } from '@breakwater/model';
import { expect, test } from 'vitest';
import { Behavior, createBaseline } from '../baseline/behavior.ts';
import { lockBaseline } from '../baseline/life.ts';
import type { Sighting } from '../sighting.ts';
import { buildAccept, buildCall, buildConnect, buildDns, buildExec, SUBJECT, TIME } from '../testing/build-sighting.ts';
import { compareImage, type ImagePromise } from './compare-image.ts';
import { EventWatcher, toBehaviorSubject } from './event-watcher.ts';

const watch = (watcher: EventWatcher, { event }: Sighting) => watcher.watch(event);

test('a peer is named by the cluster, else by what the container asked for', () => {
  const watcher = new EventWatcher({
    findAddress: address => (address === '10.1.0.9' ? { kind: 'workload', namespace: 'shop', name: 'Deployment/db' } : undefined),
  });
  watch(watcher, buildDns('API.example.com.', 'NOERROR', { answers: ['edge.example.net', '203.0.113.7'] }));
  expect(
    ['10.1.0.9', '203.0.113.7', '203.0.113.8', '169.254.169.254', '127.0.0.1', '::ffff:127.0.0.1', '/run/x.sock'].map(
      address => watch(watcher, buildConnect(address, 443)).peer,
    ),
  ).toStrictEqual([
    { kind: 'workload', namespace: 'shop', name: 'Deployment/db' },
    { kind: 'external', names: ['api.example.com', 'edge.example.net'] },
    { kind: 'external' },
    { kind: 'metadata' },
    { kind: 'loopback' },
    { kind: 'loopback' },
    { kind: 'loopback' },
  ]);
  const other = buildConnect('203.0.113.7', 443, undefined, { containerId: 'another' });
  expect(watch(watcher, other).peer).toStrictEqual({ kind: 'external' });
});

test('an event is judged by what was learned before it, and learned then', () => {
  const behavior = new Behavior(createBaseline(SUBJECT, TIME));
  const watcher = new EventWatcher({ findBehavior: () => behavior });
  expect([1, 2].map(() => watch(watcher, buildExec(['sh'])).baseline?.verdict)).toStrictEqual(['new-path', 'known']);
});

test('without a baseline, an image and policies nothing is said of them', () => {
  expect(watch(new EventWatcher({}), buildExec(['sh']))).toStrictEqual({ signals: [] });
});

test('policies are asked of connections that came about, and of no others', () => {
  const denied: EventContext['network'] = { verdict: 'denied', by: ['shop/default-deny'] };
  const watcher = new EventWatcher({ judgeConnection: () => denied });
  expect([buildAccept('10.0.0.9', 80), buildConnect('10.0.0.9', 80)].map(sighting => watch(watcher, sighting).network)).toStrictEqual([
    denied,
    undefined,
  ]);
});

test('signals say what happened over several events', () => {
  const behavior = new Behavior(lockBaseline(createBaseline(SUBJECT, TIME), 'ann', TIME));
  const watcher = new EventWatcher({ findBehavior: () => behavior });
  const found = Array.from({ length: 15 }, (_, index) => watch(watcher, buildConnect('10.0.0.9', 100 + index)).signals ?? []).flat();
  expect(found).toStrictEqual([{ detector: 'port-scan', detail: '15 ports of 10.0.0.9 within a minute', count: 15 }]);
});

test('only the first program of a container is compared with the manifest', () => {
  const watcher = new EventWatcher({ image: { findCommand: () => ['/entry.sh', 'serve'] } });
  const first = { containerPid: 1 };
  const seen = [
    buildExec(['runc', 'init'], { process: { ...first, traits: ['runtime'] } }),
    buildExec(['/bin/sh', '/entry.sh', 'serve'], { process: first }),
    buildExec(['/bin/app', 'serve'], { process: first }),
    buildExec(['/bin/nc'], { containerId: 'other', process: first }),
    buildExec(['/bin/app'], { containerId: 'third', process: { ...first, traits: ['running'] } }),
  ].map(sighting => watch(watcher, sighting).image?.entrypoint);
  expect(seen).toStrictEqual([undefined, true, undefined, false, undefined]);
});

type Process = NonNullable<Event['process']>;
const FILE = { sha256: 'aa', package: 'pkg:deb/debian/bash@5', exploited: ['CVE-2014-6271'] };
const IMAGES: readonly (readonly [
  name: string,
  process: Partial<Process>,
  promise: ImagePromise,
  expected: EventContext['image'] | undefined,
])[] = [
  ['a file of the image', { layer: 'lower' }, {}, { file: 'same' }],
  ['a file below the container that its image does not have', { layer: 'lower' }, { findFile: () => 'absent' }, { file: 'absent' }],
  ['a file that was written since, and no list', { layer: 'upper' }, {}, undefined],
  ['a file that the list does not have', { layer: 'upper' }, { findFile: () => 'absent' }, { file: 'absent' }],
  ['a listed file of which nobody knows the content', { layer: 'upper' }, { findFile: () => ({ sha256: 'aa' }) }, undefined],
  ['the same content, after chmod', { layer: 'upper' }, { findFile: () => ({ sha256: 'aa' }), readHash: () => 'aa' }, { file: 'same' }],
  ['another content', { layer: 'upper' }, { findFile: () => ({ sha256: 'aa' }), readHash: () => 'bb' }, { file: 'changed' }],
  ['no file at all', { traits: ['memfd'] }, { findFile: () => FILE }, { file: 'absent', package: FILE.package, exploited: FILE.exploited }],
  [
    'a package that is exploited',
    { layer: 'lower' },
    { findFile: () => FILE },
    { file: 'same', package: FILE.package, exploited: FILE.exploited },
  ],
];

test.each(IMAGES)('%s', (_, process, promise, expected) => {
  expect(compareImage(buildExec(['/bin/bash'], { process }).event, promise, false)).toStrictEqual(expected);
});

test.each<readonly [argv: readonly string[], command: readonly string[], expected: boolean]>([
  [['nginx', '-g', 'x'], ['/usr/sbin/nginx', '-g', 'x'], true],
  [['/usr/sbin/nginx'], ['nginx'], true],
  [['app', '8080'], ['app', '$(PORT)'], true],
  [['/usr/bin/env', 'python3', 'run.py'], ['run.py'], true],
  [['app', '--debug'], ['app'], false],
  [['app'], ['app', 'serve'], false],
])('%j for %j: %s', (argv, command, expected) => {
  expect(compareImage(buildExec(argv).event, { findCommand: () => command }, true)?.entrypoint).toBe(expected);
});

test('words that were cut off are compared with nothing', () => {
  const { event } = buildExec(['app'], { process: { argvTruncated: true } });
  expect(compareImage(event, { findCommand: () => ['other'] }, true)).toBeUndefined();
});

test('what a baseline is about', () => {
  const { event } = buildExec(['sh']);
  const { container: _, ...host } = event;
  expect([event, host, buildCall('get', 'secrets', 'shop').event].map(one => toBehaviorSubject(one, 'v1'))).toStrictEqual([
    SUBJECT,
    undefined,
    { cluster: 'c', namespace: '', workload: 'User/ann', version: '', container: '' },
  ]);
});
