import { readdirSync, readFileSync } from 'node:fs';
import type { PolicyExample } from '@breakwater/model';
import { CompiledPolicy, explainBehaviour, loadPolicy, NEWEST_MINOR, parseMinor } from '@breakwater/policy';
import { describe, expect, test } from 'vitest';
import { repairText } from './repair.ts';

const folder = new URL('../../content/policies/', import.meta.url);
const policies = readdirSync(folder)
  .filter(name => name.endsWith('.yaml'))
  .map(name => loadPolicy(readFileSync(new URL(name, folder), 'utf8'), name).policy)
  .filter(policy => policy.fix !== undefined);

/** Examples that stay in violation, or of which only a part is repaired, each with its reason. */
const UNREPAIRED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'capabilities-not-dropped-all': {
    'dropped and added back': 'what is added may be needed: a person decides, or the fix of the policy about that capability',
  },
  'capabilities-not-restricted': {
    'one added back': 'what is added may be needed: a person decides, or the fix of the policy about that capability',
  },
  'latest-tag-pulled-once': { 'image volume': 'the field of an image volume is another one; the edit would not help and is dropped' },
  'may-run-as-root': { 'enforced: pod-level false counts': 'other containers may rely on what the pod says' },
  'net-raw-not-dropped': { 'added back': 'net-raw-added has the fix' },
  'privilege-escalation-explicit': {
    'privileged init container': 'privileged-container has the fix',
    'capability with prefix and in lower case': 'sys-admin-added has the fix',
  },
  'seccomp-unconfined': { 'annotation before 1.19': 'Kubernetes 1.18 has no field for it' },
};

/** The example as a file, and what comes of repairing it by its policy alone. */
function repair(policy: (typeof policies)[number], example: PolicyExample): ReturnType<typeof repairText> {
  const text = (example.objects ?? []).map(object => JSON.stringify(object, null, 2)).join('\n---\n');
  return repairText(text, [new CompiledPolicy(policy, example.params)], {
    kubeMinor: example.kubeVersion === undefined ? NEWEST_MINOR : parseMinor(example.kubeVersion),
    complete: example.complete !== false,
    readImageEnvironment: () => example.imageEnvironment,
  });
}

test('the policies with a fix', () => {
  expect(policies.map(policy => policy.id)).toMatchInlineSnapshot(`
    [
      "apparmor-field-unconfined",
      "capabilities-not-dropped-all",
      "capabilities-not-restricted",
      "capability-added",
      "capability-drop-list-missing",
      "cpu-limit-set",
      "dangerous-capability-added",
      "default-account-automounts",
      "disruption-budget-empty",
      "disruption-budget-eviction-policy-not-set",
      "disruption-budget-zero-unavailable",
      "fs-group-change-policy-not-set",
      "host-ipc",
      "host-network",
      "host-pid",
      "host-port",
      "host-user-namespace",
      "hpa-target-sets-replicas",
      "insecure-capability-added",
      "interactive-terminal",
      "latest-tag-pulled-once",
      "may-run-as-root",
      "net-raw-added",
      "net-raw-not-dropped",
      "pod-security-label-missing",
      "pod-security-warn-only",
      "privilege-escalation-explicit",
      "privilege-escalation-not-denied",
      "privileged-container",
      "privileged-not-set",
      "probe-host-set",
      "proc-mount-unmasked",
      "pull-policy-not-always",
      "root-filesystem-writable",
      "seccomp-not-set",
      "seccomp-unconfined",
      "service-account-unbound",
      "service-external-ips",
      "shared-process-namespace",
      "sys-admin-added",
      "sys-module-added",
      "token-automounted",
    ]
  `);
});

describe.each(policies.map(policy => [policy.id, policy] as const))('%s', (id, policy) => {
  const failing = policy.examples.violate.filter(({ state = 'fail' }) => state === 'fail');

  test.each(failing.map(example => [example.name, example] as const))('%s is repaired', (name, example) => {
    const { before, after, refusals } = repair(policy, example);
    expect(before.length).toBeGreaterThan(0);
    const left = [...refusals, ...after.map(({ state, message }) => `${state}: ${message}`)];
    expect(left.length > 0).toBe(UNREPAIRED[id]?.[name] !== undefined);
  });

  test('complies with an example that it did not see', () => {
    expect(policy.examples.comply.map(example => repair(policy, example).text)).toEqual(
      policy.examples.comply.map(example => (example.objects ?? []).map(object => JSON.stringify(object, null, 2)).join('\n---\n')),
    );
  });
});

test('what is said to stay unrepaired exists', () => {
  for (const [id, examples] of Object.entries(UNREPAIRED)) {
    const names = policies.find(policy => policy.id === id)?.examples.violate.map(({ name }) => name) ?? [];
    expect(Object.keys(examples).filter(name => !names.includes(name))).toEqual([]);
  }
});

/** Fixes that only write down what holds already. */
const QUIET = ['disruption-budget-eviction-policy-not-set', 'privileged-not-set'];

test('every fix says what may behave differently, unless nothing can', () => {
  const silent = policies.filter(({ fix = [] }) => explainBehaviour(fix, 'en').length === 0 || explainBehaviour(fix, 'ja').length === 0);
  expect(silent.map(policy => policy.id).toSorted()).toEqual(QUIET.toSorted());
});
