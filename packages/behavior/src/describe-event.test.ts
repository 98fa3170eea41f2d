import type { Event } from '@breakwater/model';
import { expect, test } from 'vitest';
import { describeEvent } from './describe-event.ts';

const START = { id: 'n/b/1', time: '2026-12-01T00:00:00.000000000Z', cluster: '', node: 'n' } as const;
const PROCESS = { id: 'p', exe: '/bin/sh', argv: ['sh', '-c', 'id\n'], argvTruncated: false, uid: 0, ancestors: [] };
const ENDS = { protocol: 'tcp', local: { address: '10.0.0.1', port: 80 }, remote: { address: 'fd00::1', port: 443 } };

const CASES: readonly (readonly [Event, string])[] = [
  [{ ...START, type: 'process-exec', process: PROCESS }, 'process-exec /bin/sh -c id\\u000a'],
  [{ ...START, type: 'process-exit', process: PROCESS, exit: { signal: 9 } }, 'process-exit /bin/sh signal 9'],
  [{ ...START, type: 'connect', connect: { ...ENDS, result: 'started' } }, 'connect [fd00::1]:443/tcp started'],
  [{ ...START, type: 'accept', accept: ENDS }, 'accept [fd00::1]:443/tcp at 80'],
  [{ ...START, type: 'listen', listen: { protocol: 'tcp', local: ENDS.local } }, 'listen 10.0.0.1:80/tcp'],
  [{ ...START, type: 'dns', dns: { query: 'a.example.', type: 'A', answers: [], code: 'NOERROR' } }, 'dns a.example. A NOERROR'],
  [{ ...START, type: 'file-open', file: { path: '/a', operation: 'rename', flags: [], target: '/b' } }, 'file-open rename /a to /b'],
  [{ ...START, type: 'syscalls', syscalls: { names: ['close', 'read'] } }, 'syscalls close,read'],
  [{ ...START, type: 'privilege', privilege: { operation: 'ptrace', detail: { target: '7' } } }, 'privilege ptrace target=7'],
  [
    {
      ...START,
      type: 'kube-audit',
      audit: {
        user: 'u',
        groups: [],
        verb: 'create',
        resource: 'pods',
        subresource: 'exec',
        name: 'web',
        allowed: true,
        code: 101,
        sourceIps: [],
      },
    },
    'kube-audit u create pods/web/exec allowed',
  ],
];

test.each(CASES)('%#: says what happened', (event, expected) => {
  expect(describeEvent(event)).toBe(expected);
});

test('a hostile argument stays short and on one line', () => {
  const argv = ['sh', `\u001b[2J${'x'.repeat(10_000)}`];
  expect(describeEvent({ ...START, type: 'process-exec', process: { ...PROCESS, argv } })).toBe(
    `process-exec /bin/sh \\u001b[2J${'x'.repeat(196)}…`,
  );
});
