import { describe, expect, test } from 'vitest';
import { decodeSensorFrame, decodeServerFrame, encodeFrame } from './codec.ts';
import { ProtocolError } from './errors.ts';
import { MAX_FRAME_BYTES, type SensorFrame, type ServerFrame } from './frames.ts';

const HELLO = {
  type: 'hello',
  protocol: 1,
  version: '0.1.0',
  capabilities: ['sync'],
  cluster: { id: 'c', name: 'prod', type: 'kubernetes', version: 'v1.36.3' },
  time: '2026-11-25T10:00:00Z',
  revision: 0,
} as const satisfies SensorFrame;

const RESULT = {
  policy: 'host-pid',
  state: 'fail',
  severity: 'high',
  message: 'm',
  target: { cluster: 'c', apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web', uid: 'u' },
  standards: {},
  remediation: 'r',
  evidence: [],
} as const;

const BATCH = {
  type: 'batch',
  sequence: 1,
  items: [
    {
      action: 'put',
      type: 'object',
      key: '/Pod/shop/web',
      hash: 'h',
      body: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web', uid: 'u', raw: { a: 1 } },
    },
    {
      action: 'put',
      type: 'violation',
      key: 'host-pid|u|',
      hash: 'h',
      body: { state: 'fail', results: [{ ...RESULT, standards: {}, evidence: [] }], more: 0 },
    },
    { action: 'put', type: 'policy-state', key: 'host-pid', hash: 'h', body: { policy: 'host-pid', states: { pass: 3, fail: 1 } } },
    { action: 'put', type: 'problem', key: 'x|y', hash: 'h', body: { code: 'x', message: 'm', source: 'y' } },
    { action: 'delete', type: 'workload', key: 'apps/Deployment/shop/web' },
  ],
} satisfies SensorFrame;

const SENSOR: readonly SensorFrame[] = [
  HELLO,
  BATCH,
  { type: 'synced', sequence: 2 },
  { type: 'status', time: '2026-11-25T10:00:00Z', revision: 3, objects: 1, spool: { items: 0, bytes: 0, dropped: 0 }, memory: 1 },
  { type: 'events', sequence: 1, events: [{ type: 'of a later release' }] },
];
const SERVER: readonly ServerFrame[] = [
  { type: 'welcome', protocol: 1, version: '0.1.0', capabilities: [], time: '2026-11-25T10:00:00Z' },
  { type: 'hashes', of: 'object', entries: [['/Pod/shop/web', 'h']], last: true },
  { type: 'acknowledge', sequence: 1 },
  { type: 'events-stored', sequence: 1 },
  {
    type: 'policy-set',
    set: {
      revision: 1,
      preset: 'recommended',
      policies: [],
      settings: [{ policy: 'host-pid', scope: {}, enabled: false }],
      exceptions: [],
    },
  },
  { type: 'refused', code: 'clock-skew', message: 'm' },
];

test.each(SENSOR)('a sensor says $type', frame => {
  expect(decodeSensorFrame(encodeFrame(frame))).toStrictEqual(frame);
});

test.each(SERVER)('a server says $type', frame => {
  expect(decodeServerFrame(encodeFrame(frame))).toStrictEqual(frame);
});

/** What is said of a frame that a sensor sends. */
function refuse(text: string): string {
  try {
    decodeSensorFrame(text);
    return 'taken';
  } catch (cause) {
    if (cause instanceof ProtocolError) return `${cause.code}: ${cause.message}`;
    throw cause;
  }
}

describe('what is no frame', () => {
  test.each<[string, unknown, string]>([
    ['a list', [], 'frame-invalid: the frame is no JSON object'],
    ['no type', {}, 'frame-invalid: the frame has no type'],
    [
      'an inherited type',
      { type: 'constructor' },
      "frame-invalid: no frame is called 'constructor'; known are hello, batch, synced, status, known-images, wanted-images, events, node-facts",
    ],
    ['a misspelt type', { ...HELLO, type: 'helo' }, "frame-invalid: no frame is called 'helo'; did you mean 'hello'?"],
    [
      'what only servers say',
      SERVER[0],
      "frame-invalid: no frame is called 'welcome'; known are hello, batch, synced, status, known-images, wanted-images, events, node-facts",
    ],
    ['a missing field', { type: 'synced' }, "frame-invalid: frame 'synced': 'sequence' is missing"],
    [
      'an unknown field',
      { ...HELLO, protocl: 1 },
      "frame-invalid: frame 'hello', protocl: 'protocl' is not a known key; did you mean 'protocol'?",
    ],
    ['another type', { ...HELLO, protocol: '1' }, "frame-invalid: frame 'hello', protocol: must be integer"],
    [
      'an unknown item',
      { ...BATCH, items: [{ action: 'put', type: 'pod', key: 'k', hash: 'h', body: {} }] },
      "frame-invalid: frame 'batch', items.0: no item is put as 'pod'; known are object, workload, violation, policy-state, problem, baseline",
    ],
    [
      'an item without a body',
      { ...BATCH, items: [{ action: 'put', type: 'problem', key: 'k', hash: 'h' }] },
      "frame-invalid: frame 'batch', items.0: 'body' is missing",
    ],
    [
      'an item with another body',
      { ...BATCH, items: [BATCH.items[4], { ...BATCH.items[3], body: { code: 1, message: 'm', source: 's' } }] },
      "frame-invalid: frame 'batch', items.1.body.code: must be string",
    ],
    [
      'an empty key',
      { ...BATCH, items: [{ ...BATCH.items[4], key: '' }] },
      "frame-invalid: frame 'batch', items.0.key: must not have fewer than 1 characters",
    ],
    ['no items', { ...BATCH, items: {} }, "frame-invalid: frame 'batch', items: must be array"],
  ])('%s', (_, value, expected) => {
    expect(refuse(JSON.stringify(value))).toBe(expected);
  });

  test('no JSON, or too much of it', () => {
    expect(refuse('{')).toBe('frame-invalid: the frame is no JSON');
    expect(refuse(`"${'x'.repeat(MAX_FRAME_BYTES)}"`)).toBe('frame-too-large: a frame has at most 8388608 bytes');
  });
});

test('a policy of a newer release makes the others no less readable', () => {
  const set = { revision: 1, preset: 'all', policies: [{ id: 'a', judgedBy: 'quantum' }], settings: [], exceptions: [] };
  expect(decodeServerFrame(JSON.stringify({ type: 'policy-set', set }))).toStrictEqual({ type: 'policy-set', set });
  expect(() => decodeServerFrame(JSON.stringify({ type: 'policy-set', set: { ...set, policies: ['a'] } }))).toThrow(
    "frame 'policy-set', set.policies.0: must be object",
  );
});
