import type { Event } from '@breakwater/model';
import { expect, test } from 'vitest';
import { listEventFacts } from './event-facts.ts';

const BARE = { id: 'e', time: '2026-12-01T10:00:00Z', cluster: 'c', node: 'n' };
const END = { address: 'fd00::1', port: 443 };

const CASES: readonly (readonly [string, Event, readonly (readonly [string, string])[]])[] = [
  ['about its process alone', { ...BARE, type: 'process-exec' }, []],
  [
    'a connection',
    { ...BARE, type: 'connect', connect: { protocol: 'tcp', local: { address: '10.0.0.1', port: 4000 }, remote: END, result: 'started' } },
    [
      ['protocol', 'tcp'],
      ['local', '10.0.0.1:4000'],
      ['remote', '[fd00::1]:443'],
      ['result', 'started'],
    ],
  ],
  [
    'a file whose name hides something; what is empty is left out',
    { ...BARE, type: 'file-open', file: { path: '/tmp/a\nb', operation: 'write', flags: [] } },
    [
      ['path', '/tmp/a\\u000ab'],
      ['operation', 'write'],
    ],
  ],
  [
    'details of a right',
    { ...BARE, type: 'privilege', privilege: { operation: 'ptrace', detail: { target: '12' } } },
    [
      ['operation', 'ptrace'],
      ['detail.target', '12'],
    ],
  ],
];

test.each(CASES)('%s', (_, event, expected) => {
  expect(listEventFacts(event)).toStrictEqual(expected);
});
