import { type Event, listSchemaIssues, Event as Shape } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { ContainerBook } from '../containers/container-book.ts';
import { FLAG, FRAME, TAG } from '../frames/layout.ts';
import { readFrame } from '../frames/read-frame.ts';
import { ProcessTable } from '../processes/process-table.ts';
import { buildFrame, type FrameParts } from '../testing/build-frame.ts';
import { Clock } from './clock.ts';
import { EventMaker } from './event-maker.ts';

const ID = 'ab'.repeat(32);
const CGROUP: FrameParts = { type: FRAME.cgroup, cgroup: 7n, fields: [[TAG.cgroup, `\0/kubepods/${ID}`]] };
const path = (text: string, state = 0) => Buffer.concat([Buffer.from([state]), Buffer.from(text)]);
const address = (port: number, ...bytes: readonly number[]) => {
  const value = Buffer.alloc(20);
  value.writeUInt16LE(2, 0);
  value.writeUInt16LE(port, 2);
  Buffer.from(bytes).copy(value, 4);
  return value;
};

function make(...parts: readonly FrameParts[]): (Event | undefined)[] {
  const maker = new EventMaker({
    node: 'n',
    bootId: 'b',
    run: 'r',
    processes: new ProcessTable('n', 'b'),
    containers: new ContainerBook(() => ({ namespace: 'shop', pod: 'web-1', container: 'app', image: 'shop/web:1' })),
    clock: new Clock(1_700_000_000_000_000_000n),
    wholeHost: false,
  });
  return [CGROUP, ...parts].map(one => maker.make(readFrame(buildFrame({ cgroup: 7n, ...one })))).slice(1);
}

const INIT: FrameParts = {
  type: FRAME.exec,
  time: 5n,
  start: 10_000_000n,
  pid: 100,
  containerPid: 1,
  parentPid: 50,
  name: 'sh',
  flags: FLAG.entered | FLAG.overlay,
  numbers: [6n, 0n],
  fields: [
    [TAG.exe, path('/bin/busybox')],
    [TAG.called, '/bin/sh'],
    [TAG.argv, 'sh\0-c\0'],
    [TAG.cwd, path('/')],
  ],
};

test('the system calls of a container are told when there are more of them', () => {
  const maker = new EventMaker({
    node: 'n',
    bootId: 'b',
    run: 'r',
    processes: new ProcessTable('n', 'b'),
    containers: new ContainerBook(() => ({ namespace: 'shop', pod: 'web-1', container: 'app', image: 'shop/web:1' })),
    clock: new Clock(1_700_000_000_000_000_000n),
    wholeHost: false,
  });
  const tell = (cgroup: bigint, ...bytes: number[]) =>
    maker.makeSyscalls(readFrame(buildFrame({ type: FRAME.syscalls, cgroup, fields: [[TAG.payload, Buffer.from(bytes)]] })));
  maker.make(readFrame(buildFrame(CGROUP)));
  expect([tell(7n, 0), tell(7n, 0), tell(9n, 1)].map(event => event?.syscalls)).toStrictEqual([{ names: [] }, undefined, undefined]);
  expect(tell(7n, 0, 0, 0, 0x02)).toStrictEqual({
    id: 'n/b/r.2',
    time: '2023-11-14T22:13:20.000000000Z',
    cluster: '',
    node: 'n',
    containerId: ID,
    namespace: 'shop',
    pod: 'web-1',
    container: 'app',
    image: 'shop/web:1',
    cgroup: '7',
    type: 'syscalls',
    syscalls: { names: [expect.any(String)] },
  });
});

test('a program that is executed is told with its container, its time and what is known of it', () => {
  const [event] = make(INIT);
  const table = new ProcessTable('n', 'b');
  expect(event).toStrictEqual({
    id: 'n/b/r.1',
    time: '2023-11-14T22:13:20.000000005Z',
    cluster: '',
    node: 'n',
    containerId: ID,
    namespace: 'shop',
    pod: 'web-1',
    container: 'app',
    image: 'shop/web:1',
    cgroup: '7',
    type: 'process-exec',
    process: {
      id: table.toId(100, 1),
      parentId: table.toId(50, 0),
      pid: 100,
      containerPid: 1,
      name: 'sh',
      exe: '/bin/busybox',
      called: '/bin/sh',
      cwd: '/',
      layer: 'lower',
      entry: 'init',
      argv: ['sh', '-c'],
      argvTruncated: false,
      uid: 0,
      gid: 0,
      effectiveUid: 0,
      capabilities: [],
      ancestors: [],
      ancestorsTruncated: true,
    },
  });
});

test('a child knows its ancestors, and whether it came from outside; what is outside of containers is not told', () => {
  const child: FrameParts = {
    ...INIT,
    pid: 101,
    containerPid: 2,
    parentPid: 100,
    parentStart: 10_000_000n,
    start: 20_000_000n,
    flags: FLAG.overlay | FLAG.upper,
  };
  const fork: FrameParts = { ...INIT, type: FRAME.fork, fields: [], numbers: [101n, 20_000_000n, 2n] };
  const stranger: FrameParts = { ...INIT, pid: 102, containerPid: 9, parentPid: 60, start: 30_000_000n };
  const [, forked, told, entered, host] = make(INIT, fork, child, stranger, { ...INIT, cgroup: 8n });
  expect(forked).toBe(undefined);
  expect([told?.process?.entry, told?.process?.layer, told?.process?.ancestors.map(({ exe, argv }) => [exe, argv])]).toStrictEqual([
    'init',
    'upper',
    [['/bin/busybox', ['sh', '-c']]],
  ]);
  expect([entered?.process?.entry, host]).toStrictEqual(['exec', undefined]);
});

const FILE = { pid: 100, start: 10_000_000n, containerPid: 1 };

describe('each type of frame has its event', () => {
  test.each<readonly [name: string, parts: FrameParts, expected: Partial<Event> | undefined]>([
    ['an exit by itself', { type: FRAME.exit, numbers: [256n] }, { type: 'process-exit', exit: { code: 1 } }],
    ['an exit by a signal, with a dump', { type: FRAME.exit, numbers: [139n] }, { type: 'process-exit', exit: { signal: 11 } }],
    [
      'a connection',
      {
        type: FRAME.connect,
        numbers: [6n, 0n],
        fields: [
          [TAG.local, address(0, 10, 0, 0, 1)],
          [TAG.remote, address(443, 1, 1, 1, 1)],
        ],
      },
      {
        type: 'connect',
        connect: { protocol: 'tcp', local: { address: '10.0.0.1', port: 0 }, remote: { address: '1.1.1.1', port: 443 }, result: 'started' },
      },
    ],
    [
      'a connection to a socket file that fails',
      { type: FRAME.connect, numbers: [0n, 2n], fields: [[TAG.path, '/run/containerd/containerd.sock']] },
      {
        type: 'connect',
        connect: {
          protocol: 'unix',
          local: { address: '', port: 0 },
          remote: { address: '/run/containerd/containerd.sock', port: 0 },
          result: 'ENOENT',
        },
      },
    ],
    [
      'a listener',
      { type: FRAME.listen, numbers: [17n], fields: [[TAG.local, address(53)]] },
      { type: 'listen', listen: { protocol: 'udp', local: { address: '0.0.0.0', port: 53 } } },
    ],
    [
      'a file that is read by another name',
      {
        type: FRAME.file,
        numbers: [1n, 0o400000n],
        fields: [
          [TAG.path, path('/tmp/x', 1)],
          [TAG.alias, path('/etc/shadow')],
          [TAG.called, 'x'],
        ],
      },
      {
        type: 'file-open',
        file: { path: '/tmp/x', operation: 'read', flags: ['O_RDONLY', 'O_NOFOLLOW'], called: 'x', alias: '/etc/shadow', outside: true },
      },
    ],
    [
      'new rights',
      { type: FRAME.file, numbers: [8n, 0o4755n], fields: [[TAG.path, path('/bin/x')]] },
      { type: 'file-open', file: { path: '/bin/x', operation: 'chmod', flags: [], mode: '4755' } },
    ],
    ['a file of an operation that is not known', { type: FRAME.file, numbers: [99n], fields: [[TAG.path, path('/x')]] }, undefined],
    [
      'a mount that is refused',
      {
        type: FRAME.privilege,
        numbers: [7n, 0n, 0n, 0n, 0n, 1n],
        fields: [
          [TAG.called, '/dev/sda'],
          [TAG.detail, '/mnt'],
          [TAG.detailType, 'ext4'],
        ],
      },
      { type: 'privilege', privilege: { operation: 'mount', detail: { source: '/dev/sda', path: '/mnt', type: 'ext4' }, result: 'EPERM' } },
    ],
    [
      'namespaces',
      { type: FRAME.privilege, numbers: [5n, 0x1002_0000n] },
      { type: 'privilege', privilege: { operation: 'unshare', detail: { namespaces: 'mnt,user' } } },
    ],
    [
      'ids of which one stays',
      { type: FRAME.privilege, numbers: [28n, 0n, 0xffff_ffffn, 7n] },
      { type: 'privilege', privilege: { operation: 'setresuid', detail: { ids: '0,-,7' } } },
    ],
    [
      'an operation of tomorrow',
      { type: FRAME.privilege, numbers: [99n] },
      { type: 'privilege', privilege: { operation: 'operation-99', detail: {} } },
    ],
    ['no message of DNS', { type: FRAME.dns, fields: [[TAG.payload, 'x']] }, undefined],
    ['a frame of tomorrow', { type: 40 }, undefined],
  ])('%s', (_, parts, expected) => {
    const [, event] = make(INIT, { ...FILE, ...parts });
    if (event === undefined) expect(expected).toBe(undefined);
    else {
      const { id, time, cluster, node, containerId, namespace, pod, container, image, cgroup, process, ...rest } = event;
      expect(rest).toStrictEqual(expected);
      expect(listSchemaIssues(Shape, event)).toStrictEqual([]);
    }
  });
});

test('an applet of a shell is told by its name', () => {
  const [, event] = make(INIT, { ...FILE, type: FRAME.name, name: 'wget' });
  expect([event?.type, event?.process?.name, event?.process?.argv, event?.process?.traits]).toStrictEqual([
    'process-exec',
    'wget',
    ['wget'],
    ['applet'],
  ]);
});

test('the runtime on its way into a container is told from what it lets in, whatever that calls itself', () => {
  const init: FrameParts = { ...FILE, type: FRAME.privilege, numbers: [1n, 0n], flags: FLAG.entered, name: 'runc:[2:INIT]' };
  const [runtime, executed, renamed] = make(init, INIT, { ...init, flags: 0 });
  expect([runtime, executed, renamed].map(event => event?.process?.traits)).toStrictEqual([['runtime'], undefined, undefined]);
});

test('hostile arguments stay one event: no UTF-8, newlines, 8 KiB, a forged second line', () => {
  const argv = Buffer.concat([
    Buffer.from('sh\0'),
    Buffer.from([0xff, 0xfe, 0x0a]),
    Buffer.from('\0{"type":"process-exit"}\n\0'),
    Buffer.from('x'.repeat(8000)),
  ]);
  const [event] = make({ ...INIT, name: '\u001b[2J', numbers: [9000n, 0n], fields: [[TAG.argv, argv]] });
  expect(event?.process?.argv).toStrictEqual(['sh', '\ufffd\ufffd\n', '{"type":"process-exit"}\n', 'x'.repeat(8000)]);
  expect([event?.process?.argvTruncated, JSON.stringify(event).includes('\n')]).toStrictEqual([true, false]);
});

test('memfds, sockets as standard input and settings of the loader are told', () => {
  const flags = FLAG.deleted | FLAG.stdinSocket;
  const fields: FrameParts['fields'] = [
    [TAG.exe, path('memfd:x', 2)],
    [TAG.environment, 'LD_PRELOAD=/tmp/x.so=1'],
  ];
  const [event] = make({ ...INIT, flags, fields, numbers: [0n, 1n << 21n] });
  expect([event?.process?.traits, event?.process?.environment, event?.process?.capabilities]).toStrictEqual([
    ['memfd', 'deleted', 'stdin-socket'],
    { LD_PRELOAD: '/tmp/x.so=1' },
    ['CAP_SYS_ADMIN'],
  ]);
});
