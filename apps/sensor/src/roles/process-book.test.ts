import type { Event } from '@breakwater/model';
import type { PodProcesses } from '@breakwater/protocol';
import { expect, test } from 'vitest';
import { ProcessBook } from './process-book.ts';

const LOCAL = { address: '10.0.0.1', port: 40_000 };
const REMOTE = { address: '198.51.100.7', port: 443 };

let count = 0;

/** An event of the process of that name in pod `p`. */
function tell(name: string, parts: Partial<Event> = {}): Event {
  const process = { id: name, exe: `/bin/${name}`, argv: [name], argvTruncated: false, uid: 0, ancestors: [] };
  count += 1;
  return {
    id: `${count}`,
    time: `t${count}`,
    type: 'process-exec',
    cluster: '',
    node: 'n',
    podUid: 'p',
    container: 'app',
    process,
    ...parts,
  };
}

function find(events: readonly Event[], uid = 'p'): PodProcesses | undefined {
  const book = new ProcessBook();
  book.note(events.map(body => ({ type: 'runtime', id: body.id, time: body.time, body })));
  return book.find(uid);
}

const names = (found: PodProcesses | undefined) => [
  found?.processes.map(({ id }) => id),
  found?.sockets.map(({ process, state, seen }) => `${process} ${state} ${seen}`),
];

test('what runs, what it holds, and since when it is known', () => {
  count = 0;
  const { process, ...rest } = tell('sh');
  const sh: Event = {
    ...rest,
    process: { ...(process as NonNullable<Event['process']>), parentId: 'init', pid: 7, layer: 'upper', sha256: 'ab' },
  };
  expect(find([sh])).toStrictEqual({
    since: 't1',
    processes: [
      {
        id: 'sh',
        parentId: 'init',
        pid: 7,
        container: 'app',
        exe: '/bin/sh',
        argv: ['sh'],
        uid: 0,
        layer: 'upper',
        sha256: 'ab',
        seen: 't1',
      },
    ],
    sockets: [],
  });
});

test.each<[string, () => readonly Event[], readonly string[], readonly string[]]>([
  [
    'who ended runs no more, and holds nothing',
    () => [
      tell('a'),
      tell('a', { type: 'listen', listen: { protocol: 'tcp', local: LOCAL } }),
      tell('a', { type: 'process-exit' }),
      tell('b'),
    ],
    ['b'],
    [],
  ],
  [
    'whoever does something runs, also without a start',
    () => [tell('a', { type: 'dns', dns: { query: 'x', type: 'A', answers: [] } as never })],
    ['a'],
    [],
  ],
  [
    'connections of one kind are one, the newest; those to another are another',
    () => [
      tell('a', { type: 'connect', connect: { protocol: 'tcp', local: LOCAL, remote: REMOTE, result: 'started' } }),
      tell('a', { type: 'connect', connect: { protocol: 'tcp', local: { ...LOCAL, port: 40_001 }, remote: REMOTE, result: 'started' } }),
      tell('a', { type: 'connect', connect: { protocol: 'tcp', local: LOCAL, remote: { ...REMOTE, port: 80 }, result: 'started' } }),
      tell('a', { type: 'accept', accept: { protocol: 'tcp', local: LOCAL, remote: REMOTE } }),
      tell('a', { type: 'accept', accept: { protocol: 'tcp', local: LOCAL, remote: { ...REMOTE, port: 9 } } }),
    ],
    ['a'],
    ['a connected t2', 'a connected t3', 'a accepted t5'],
  ],
  ['what is of no pod is not kept', () => [{ ...tell('a'), podUid: undefined as never }, tell('b')], ['b'], []],
])('%s', (_, events, processes, sockets) => {
  count = 0;
  expect(names(find(events()))).toStrictEqual([processes, sockets]);
});

test('a pod that nobody told of is not known, and however many there are, so many are', () => {
  const many = Array.from({ length: 1100 }, (_, index) => tell('a', { podUid: `p${index}` }));
  expect([find([]), find(many, 'p0'), names(find(many, 'p1099'))[0]]).toStrictEqual([undefined, undefined, ['a']]);
  const busy = Array.from({ length: 300 }, (_, index) => tell(`a${index}`));
  expect(find(busy)?.processes.length).toBe(200);
});
