import type { Event } from '@breakwater/model';
import { expect, test } from 'vitest';
import { buildTimeline } from './build-timeline.ts';

const at = (minute: number) => `2026-12-01T10:${String(minute).padStart(2, '0')}:00Z`;

function start(minute: number, pod: string, containerId: string, image: string, traits: readonly ('runtime' | 'running')[] = []) {
  const process = { id: 'p', exe: '/bin/app', argv: ['app'], argvTruncated: false, uid: 0, ancestors: [], traits: [...traits] };
  return kept({ minute, pod, containerId, image, process, type: 'process-exec' });
}

function kept({ minute, ...change }: Partial<Event> & { readonly minute: number }) {
  const event: Event = { id: `e${minute}`, time: at(minute), type: 'dns', cluster: 'c', node: 'n', container: 'app', ...change };
  return { day: '2026-12-01', key: `e${minute}`, event };
}

test('starts, restarts, new images, violations and what was done stand in one order', () => {
  const starts = [
    start(1, 'web-a', 'c0', 'web:1', ['running']),
    start(2, 'web-a', 'c1', 'web:1'),
    // The entrypoint executes the program in its place.
    start(3, 'web-a', 'c1', 'web:1'),
    start(5, 'web-a', 'c2', 'web:1'),
    start(7, 'web-b', 'c3', 'web:2'),
  ];
  const doings = [kept({ minute: 9, pod: 'web-b', dns: { query: 'a.example.', type: 'A', answers: [] } }), ...starts.slice(4)];
  const violation = { policy: 'shell', container: 'app', message: 'a shell' };
  const violations = [
    { ...violation, id: 'v1', openedAt: at(6), resolvedAt: null },
    { ...violation, id: 'v2', openedAt: '2026-11-01T00:00:00Z', resolvedAt: at(8) },
  ];
  const moments = buildTimeline({ cluster: 'c', starts, doings, violations, since: at(0) });
  expect(moments.map(({ time, kind, pod, text }) => [time.slice(14, 16), kind, pod, text].join(' '))).toStrictEqual([
    '09 event web-b dns a.example. A',
    '08 resolved  shell: a shell',
    '07 start web-b process-exec /bin/app',
    '07 image web-b web:1 → web:2',
    '06 violation  shell: a shell',
    '05 restart web-a process-exec /bin/app',
    '02 start web-a process-exec /bin/app',
  ]);
});
