import { Event, listSchemaIssues } from '@breakwater/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeEvent } from './describe-event.ts';
import { readRecordedLine } from './read-recording.ts';
import type { Reading } from './recording.ts';
import { recordings } from './recordings.generated.ts';
import { RECORDED } from './testing/recorded-lines.ts';

const read = (value: unknown): Reading => readRecordedLine(JSON.stringify(value), 'line-1');

/** What each of the lines tells, in one line an event. */
const TOLD: Readonly<Record<string, readonly (readonly string[])[]>> = {
  breakwater: [['process-exec /bin/sh'], ['process-exec /bin/sh'], ['process-exec /bin/sh']],
  falco: [
    ['process-exec /bin/busybox -c id -u'],
    ['connect 203.0.113.9:443/tcp started'],
    ['file-open read /etc/shadow'],
    ['kube-audit ann create pods/exec allowed'],
  ],
  'kube-audit': [
    ['kube-audit ann create pods/web-7 allowed'],
    ['kube-audit ann create secrets/db allowed'],
    ['kube-audit ann create pods/web-7 allowed', 'kube-audit ann create secrets/db allowed'],
    ['kube-audit system:anonymous get  allowed'],
    ['kube-audit ann create pods/web-7 allowed'],
    ['kube-audit ann create pods/web-7 allowed'],
    ['kube-audit ann@example.com create pods/web-1/exec allowed'],
    ['kube-audit ann create pods/web-7 allowed'],
    ['kube-audit ann create pods/web-7 allowed'],
  ],
  tetragon: [
    ['process-exec /usr/bin/whoami --version a b'],
    ['process-exit /usr/bin/whoami signal 9'],
    ['connect 203.0.113.9:443/tcp started'],
    ['file-open read /etc/shadow'],
    ['privilege setuid ids=0'],
  ],
};

describe.each(recordings.map(recording => [recording.name, recording] as const))('%s', (name, recording) => {
  const lines = RECORDED[name] ?? [];

  test('reads what is its own, and no other does', () => {
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.map(line => recordings.filter(({ isOf }) => isOf(line as never)).map(one => one.name))).toStrictEqual(
      lines.map(() => [name]),
    );
    expect(lines.map(line => read(line).events.map(({ event }) => describeEvent(event)))).toStrictEqual(TOLD[name]);
  });

  test('gives events that are ones, without secrets', () => {
    const events = lines.flatMap(line => read(line).events.map(({ event }) => event));
    expect(events.flatMap(event => listSchemaIssues(Event, event))).toStrictEqual([]);
    expect(JSON.stringify(events)).not.toContain('hunter2');
  });

  test('reads anything in their place without throwing, and what comes is an event', () => {
    const junk = fc.oneof(fc.constantFrom(null, 1, -1, 1e300, '', 'x', '{', [], {}, [null], { a: {} }, '2147483648', true), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...lines), fc.array(fc.nat(12), { minLength: 1, maxLength: 6 }), junk, (line, steps, value) => {
        const changed = replaceAt(line, steps, value);
        if (typeof changed !== 'object' || changed === null || !recording.isOf(changed as never)) return;
        const { events } = recording.read(changed as never, 'x');
        expect(events.flatMap(({ event }) => listSchemaIssues(Event, event))).toStrictEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('has a name and says what it is in one line', () => {
    expect([recording.name, recording.doc]).toEqual([expect.stringMatching(/^[a-z-]+$/), expect.stringMatching(/^\S(?:.*[^\s.])?$/)]);
  });
});

function replaceAt(value: unknown, [step, ...rest]: readonly number[], put: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return put;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return put;
  const inner = replaceAt((value as Record<string, unknown>)[key], rest, put);
  return Array.isArray(value) ? value.map((entry, index) => (String(index) === key ? inner : entry)) : { ...value, [key]: inner };
}

test.each([
  ['{', ['this is no JSON']],
  ['7', ['this is no JSON object']],
  ['[7]', ['a list holds what is no JSON object']],
  ['{"a":1}', ['this is no event that is known (breakwater, falco, kube-audit, tetragon)']],
  ['{"type":"process-exec","node":"n"}', [expect.stringMatching(/^.+: .+$/)]],
  [
    '{"rule":"Falco internal: syscall event drop","priority":"Debug","time":"t","output_fields":{"n_drops":"108"}}',
    ['Falco lost 108 system calls here'],
  ],
  ['{"rate_limit_info":{},"time":"t"}', ['Tetragon left events out here (its limit for a container or for all)']],
])('%s cannot be read', (line, faults) => {
  expect(readRecordedLine(line, 'x')).toMatchObject({ events: [], faults });
});

test('what tells nothing is counted by its name', () => {
  expect(read({ rule: 'Falco internal: metrics snapshot', priority: 'Informational', time: 't', output_fields: {} }).ignored).toBe(
    'Falco internal: metrics snapshot',
  );
  expect(read({ process_loader: { process: { binary: '/x' } }, time: 't' }).ignored).toBe('process_loader');
});
