import { expect, test } from 'vitest';
import { createBaseline } from '../baseline/behavior.ts';
import { lockBaseline } from '../baseline/life.ts';
import { SUBJECT, TIME } from '../testing/build-sighting.ts';
import { toSeccomp } from './to-seccomp.ts';

const empty = createBaseline(SUBJECT, TIME);
const seen = lockBaseline({ ...empty, coverage: 'full', syscalls: ['accept4', 'read'] }, 'ann', TIME);

test('a profile allows what was seen, and what the runtime needs', () => {
  const profile = toSeccomp([seen, { ...seen, syscalls: ['bind'] }], false);
  expect(profile).toStrictEqual({
    defaultAction: 'SCMP_ACT_ERRNO',
    architectures: expect.arrayContaining(['SCMP_ARCH_X86_64', 'SCMP_ARCH_AARCH64']),
    syscalls: [{ names: expect.arrayContaining(['accept4', 'bind', 'execve', 'read']), action: 'SCMP_ACT_ALLOW' }],
  });
  expect(JSON.stringify(profile)).not.toContain('ptrace');
});

test.each([
  ['nothing was seen', [], 'syscalls-not-seen', 'baselines'],
  ['of one nothing was seen', [seen, empty], 'syscalls-not-seen', 'shop/Deployment/web/app (v1)'],
  [
    'one still learns',
    [{ ...empty, coverage: 'full' as const, syscalls: ['read'] }],
    'baseline-incomplete',
    'shop/Deployment/web/app (v1)',
  ],
  ['one was not seen from its start', [{ ...seen, coverage: 'partial' as const }], 'baseline-incomplete', 'shop/Deployment/web/app (v1)'],
])('there is none where %s', (_, baselines, code, source) => {
  expect(toSeccomp(baselines, false)).toMatchObject({ code, source });
});

test('what is incomplete is only made for who says so', () => {
  expect(toSeccomp([{ ...seen, coverage: 'partial' }], true)).toMatchObject({ defaultAction: 'SCMP_ACT_ERRNO' });
});
