import { describe, expect, it } from 'vitest';
import { toApprovalBody, toApprovalDraft } from './approval-draft.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');

describe('an approval as its form holds it', () => {
  it('is new with an end in half a year', () => {
    expect(toApprovalDraft(undefined, 'debian:13', NOW)).toEqual({ pattern: 'debian:13', reason: '', expiry: '2027-05-29', days: '7' });
  });

  it.each([
    [{ expiry: '2027-01-31T23:59:59.999Z' }, '2027-01-31'],
    [{}, ''],
  ])('that is there, with %j', (end, expiry) => {
    const row = {
      id: 'b',
      pattern: 'r/base/*',
      reason: 'ours',
      approvedBy: 'a',
      approvedAt: '',
      rescanDays: 3,
      state: 'active' as const,
      images: 2,
    };
    expect(toApprovalDraft({ ...row, ...end }, 'other', NOW)).toEqual({ pattern: 'r/base/*', reason: 'ours', expiry, days: '3' });
  });
});

const draft = { pattern: ' r/base/* ', reason: ' ours ', expiry: '2027-01-31', days: '3' };

it.each([
  [{}, { pattern: 'r/base/*', reason: 'ours', expiry: '2027-01-31', rescanDays: 3 }],
  [{ expiry: '' }, { pattern: 'r/base/*', reason: 'ours', expiry: null, rescanDays: 3 }],
  [{ pattern: ' ' }, undefined],
  [{ reason: '' }, undefined],
  [{ days: '0' }, undefined],
  [{ days: '31' }, undefined],
  [{ days: '' }, undefined],
])('with %j it is sent as %j', (change, body) => {
  expect(toApprovalBody({ ...draft, ...change })).toEqual(body);
});
