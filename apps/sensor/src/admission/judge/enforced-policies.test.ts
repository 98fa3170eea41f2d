import { loadPolicy, renderNewPolicy } from '@breakwater/policy';
import { expect, test } from 'vitest';
import { buildKnowledge } from '../testing/build.ts';
import type { Duties } from './enforced-policies.ts';

const OWN = {
  ...loadPolicy(renderNewPolicy('own-image'), '-').policy,
  expression: "container.image != 'a:1'",
  enforcement: { deploy: 'deny' as const },
};
const NEWER = { ...OWN, id: 'of-a-newer-release', judgedBy: 'quantum' };
const BROKEN = { ...OWN, id: 'broken', expression: 'container.nothing' };
const INFORMS = { ...BROKEN, id: 'informs', enforcement: {} };

test.each<[string, Parameters<typeof buildKnowledge>[0], Duties]>([
  ['nothing is enforced', {}, { enforced: 0, unusable: [] }],
  [
    'two are, one informs',
    { deploy: { 'privileged-container': 'deny', 'host-pid': 'warn', 'host-ipc': 'inform' } },
    { enforced: 2, unusable: [] },
  ],
  ['a preset is not known', { deploy: { 'host-pid': 'deny' }, set: { preset: 'newer' } }, { enforced: 1, unusable: ['newer'] }],
  [
    'some of the user cannot be read or compiled',
    { set: { policies: [OWN, NEWER, BROKEN, INFORMS] } },
    { enforced: 1, unusable: ['of-a-newer-release', 'broken'] },
  ],
])('%s', (_, options, duties) => {
  expect(buildKnowledge(options).policies.duties).toStrictEqual(duties);
});
