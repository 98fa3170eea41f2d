import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chooseServed,
  type Issued,
  planRotation,
  readSecretData,
  type ServingState,
  takeStep,
  toSecretData,
  toTrusted,
} from './serving-state.ts';

const TIMES = { rotateMs: 1000, overlapMs: 100 };
const issue = (name: string, madeAt: number): Issued => ({
  ca: `-----BEGIN CA ${name}`,
  certificate: `-----BEGIN CERTIFICATE ${name}`,
  key: `-----BEGIN KEY ${name}`,
  madeAt,
});
const first: ServingState = { current: issue('1', 0) };
const both: ServingState = { current: issue('1', 0), next: { ...issue('2', 1000), servedFrom: 1100 } };

it.each<[string, ServingState | undefined, number, string]>([
  ['nothing yet', undefined, 0, 'create'],
  ['a fresh one', first, 999, 'none'],
  ['one of that age', first, 1000, 'prepare'],
  ['one of a clock that was far ahead', first, -1001, 'prepare'],
  ['a next one that some may not serve with yet', both, 1199, 'none'],
  ['a next one that all serve with', both, 1200, 'promote'],
])('%s', (_, state, now, step) => {
  expect(planRotation(state, now, TIMES)).toBe(step);
});

it('trusts the next before it is served with, and the last after it', () => {
  const prepared = takeStep(first, issue('2', 1000), 1000, TIMES) as ServingState;
  expect([prepared, toTrusted(prepared)]).toEqual([both, '-----BEGIN CA 1\n-----BEGIN CA 2\n']);
  const promoted = takeStep(prepared, undefined, 1200, TIMES) as ServingState;
  expect([promoted, toTrusted(promoted)]).toEqual([
    { current: issue('2', 1000), previousCa: '-----BEGIN CA 1' },
    '-----BEGIN CA 2\n-----BEGIN CA 1\n',
  ]);
});

it.each([
  ['before its time', 1099, toTrusted(both), '1'],
  ['when its time has come', 1100, toTrusted(both), '2'],
  ['when the API server was not told yet', 1100, toTrusted(first), '1'],
])('serves %s', (_, now, trusted, name) => {
  expect(chooseServed(both, now, trusted)).toMatchObject({ ca: `-----BEGIN CA ${name}` });
});

/** Whatever steps are taken whenever, and whichever replica is how late: what is served with is trusted. */
it('never serves with what is not trusted', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 60 }), waits => {
      let state: ServingState | undefined;
      let now = 0;
      for (const wait of waits) {
        now += wait;
        const before = state;
        const step = planRotation(state, now, TIMES);
        if (step !== 'none') state = takeStep(state, step === 'promote' ? undefined : issue(String(now), now), now, TIMES);
        // A replica that has not looked since serves by what it read, and the API server trusts what was written last.
        const late = before === undefined ? undefined : chooseServed(before, now, toTrusted(before));
        if (late !== undefined) expect(toTrusted(state as ServingState)).toContain(late.ca);
      }
    }),
  );
});

describe('the Secret', () => {
  it('gives back what was put in', () => {
    expect(readSecretData({ data: toSecretData(both) })).toEqual(both);
    expect(Object.keys(toSecretData(both)).toSorted()).toEqual(['ca.crt', 'state.json', 'tls.crt', 'tls.key']);
  });
  it.each([
    ['nothing', {}],
    ['no data', { data: {} }],
    ['something else', { data: { 'state.json': 'e30=' } }],
    ['no JSON', { data: { 'state.json': 'eA==' } }],
  ])('with %s in it holds none', (_, secret) => {
    expect(readSecretData(secret)).toBeUndefined();
  });
});
