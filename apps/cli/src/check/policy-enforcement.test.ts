import { expect, test } from 'vitest';
import { builtInPolicies } from '../catalogue.ts';
import { createFolder } from '../testing/folder.ts';
import { findPolicy } from './judge.ts';
import { readEnforcement, withEnforcement } from './policy-enforcement.ts';

test('enforcement of breakwater.yaml takes the place of what a policy says, stage by stage', async () => {
  using folder = createFolder({
    'breakwater.yaml': 'enforcement:\n  host-pid: { deploy: warn, build: fail-build }\n---\nenforcement:\n  host-pid: { deploy: deny }\n',
  });
  const agreed = await readEnforcement(builtInPolicies, folder.path);
  expect(withEnforcement(findPolicy('host-pid', builtInPolicies), agreed).enforcement).toStrictEqual({
    deploy: 'deny',
    build: 'fail-build',
  });
  const other = findPolicy('host-ipc', builtInPolicies);
  expect(withEnforcement(other, agreed)).toBe(other);
});

test.each([
  ['{ host-pidd: { deploy: deny } }', ":1:16: no policy is called 'host-pidd'; did you mean 'host-pid'?"],
  ['{ host-pid: { deploy: kill-pod } }', ':1:28: must be equal to one of the allowed values'],
  ['{ host-pid: { release: deny } }', ''],
])('%s is refused', async (text, message) => {
  using folder = createFolder({ 'breakwater.yaml': `enforcement: ${text}\n` });
  await expect(readEnforcement(builtInPolicies, folder.path)).rejects.toThrow(message);
});
