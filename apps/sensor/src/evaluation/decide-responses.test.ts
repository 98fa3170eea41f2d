import type { ResponseAction, Result } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { decideResponses, toResponseAction } from './decide-responses.ts';

describe('what is done about violations', () => {
  test.each([
    ['nothing', ['deploy'], {}, undefined],
    ['refused at the door only', ['deploy'], { deploy: 'deny' }, undefined],
    ['scaled to zero', ['deploy'], { deploy: 'scale-to-zero' }, 'scale-to-zero'],
    ['of another stage', ['deploy'], { runtime: 'kill-pod' }, undefined],
    ['of what runs', ['runtime'], { runtime: 'kill-pod' }, 'kill-pod'],
    ['only told of', ['runtime'], { deploy: 'inform', runtime: 'inform' }, undefined],
  ] as const)('%s', (_, stages, enforcement, expected) => {
    expect(toResponseAction({ stages: [...stages] }, enforcement)).toBe(expected);
  });
});

const ENTRY = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'u1' };

function toResult(policy: string, state: Result['state'], message: string): Result {
  return { policy, state, message } as Result;
}

test('each policy decides once for an object, by what certainly fails and is not accepted', () => {
  const actions: Readonly<Record<string, ReadonlySet<ResponseAction | undefined>>> = {
    miner: new Set(['scale-to-zero'] as const),
    divided: new Set(['scale-to-zero', undefined] as const),
    quiet: new Set([undefined]),
  };
  const found = [
    toResult('miner', 'fail', 'first'),
    toResult('miner', 'fail', 'second'),
    toResult('divided', 'fail', 'some settings want it'),
    toResult('quiet', 'fail', 'told'),
    toResult('unknown', 'fail', 'of no policy'),
  ];
  const target = { ...ENTRY };
  expect(decideResponses(ENTRY, found, policy => actions[policy] ?? new Set())).toStrictEqual([
    { policy: 'miner', action: 'scale-to-zero', target, confidence: 'high', message: 'first' },
  ]);
  const [unsure] = decideResponses(
    ENTRY,
    found,
    () => new Set(['restart'] as const),
    () => 'medium',
  );
  expect(unsure?.confidence).toBe('medium');
  for (const state of ['accepted', 'review', 'error', 'not-evaluated'] as const)
    expect(decideResponses(ENTRY, [toResult('miner', state, 'x')], () => new Set(['restart'] as const))).toStrictEqual([]);
});
