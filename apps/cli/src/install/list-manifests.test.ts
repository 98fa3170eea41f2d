import { readManifest, toObjects } from '@breakwater/manifest';
import { type CheckOutput, RESPONSE_ACTIONS } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { run } from '../testing/terminal.ts';
import type { Manifest, Rule } from './install-options.ts';

const IMAGE = `registry.example/breakwater@sha256:${'a'.repeat(64)}`;

async function print(...words: readonly string[]): Promise<string> {
  const { code, out, err } = await run(['install', 'manifest', '--image', IMAGE, ...words]);
  expect([code, err]).toEqual([0, '']);
  return out;
}

const listNames = (text: string): readonly string[] =>
  [...text.matchAll(/^kind: (\S+)\nmetadata:\n {2}name: (\S+)/gm)].map(([, kind, name]) => `${kind} ${name}`);

test('everything of a cluster with its own server, in the order in which it is applied', async () => {
  expect(listNames(await print('--pull-secrets', 'shop/regcred'))).toEqual([
    'Namespace breakwater',
    'ServiceAccount breakwater-server',
    'ServiceAccount breakwater-sensor',
    'ServiceAccount breakwater-scanner',
    'ClusterRole breakwater-sensor',
    'ClusterRoleBinding breakwater-sensor',
    'Role breakwater-scanner-regcred',
    'RoleBinding breakwater-scanner-regcred',
    'NetworkPolicy default-deny',
    'NetworkPolicy breakwater-server',
    'NetworkPolicy breakwater-sensor',
    'NetworkPolicy breakwater-scanner',
    'Service breakwater',
    'Service breakwater-sensors',
    'Deployment breakwater-server',
    'PodDisruptionBudget breakwater-server',
    'Service breakwater-sensor',
    'StatefulSet breakwater-sensor',
    'Service breakwater-scanner',
    'StatefulSet breakwater-scanner',
  ]);
});

test('a sensor alone, without the rights of others', async () => {
  const text = await print('--role', 'sensor', '--namespace', 'watch');
  expect(listNames(text)).toEqual([
    'Namespace watch',
    'ServiceAccount breakwater-sensor',
    'ClusterRole breakwater-sensor',
    'ClusterRoleBinding breakwater-sensor',
    'NetworkPolicy default-deny',
    'NetworkPolicy breakwater-sensor',
    'Service breakwater-sensor',
    'StatefulSet breakwater-sensor',
  ]);
  expect(text).not.toMatch(/- secrets$/m);
  expect(text.match(/^ {2}- (?:create|update|patch|delete|"\*")$/gm)).toBeNull();
});

test('a responder gets the rights of its actions and no others, and the sensor a port for it', async () => {
  const text = await print('--role', 'sensor', '--role', 'responder', '--action', 'cordon', '--action', 'kill-pod');
  expect(listNames(text)).toEqual([
    'Namespace breakwater',
    'ServiceAccount breakwater-sensor',
    'ServiceAccount breakwater-responder',
    'ClusterRole breakwater-sensor',
    'ClusterRoleBinding breakwater-sensor',
    'ClusterRole breakwater-responder',
    'ClusterRoleBinding breakwater-responder',
    'ConfigMap breakwater-sensor-roles',
    'ClusterRole breakwater-sensor-roles',
    'ClusterRoleBinding breakwater-sensor-roles',
    'Role breakwater-sensor-roles',
    'RoleBinding breakwater-sensor-roles',
    'NetworkPolicy default-deny',
    'NetworkPolicy breakwater-sensor',
    'NetworkPolicy breakwater-responder',
    'Service breakwater-sensor',
    'StatefulSet breakwater-sensor',
    'Service breakwater-sensor-roles',
    'Service breakwater-responder',
    'StatefulSet breakwater-responder',
  ]);
  const { objects } = toObjects(readManifest(text, { source: 'install.yaml' }));
  const role = objects
    .map(({ value }) => value as unknown as { kind: string; metadata: { name: string }; rules: unknown })
    .find(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === 'breakwater-responder');
  expect(role?.rules).toEqual([
    { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['delete', 'get'] },
    { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'patch'] },
    { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], verbs: ['get'] },
    { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: ['get'] },
  ]);
});

test('a responder without actions has no rights, and one of some namespaces none elsewhere', async () => {
  expect(listNames(await print('--role', 'responder')).filter(name => /Role/.test(name))).toEqual([]);
  const text = await print('--role', 'responder', '--action', 'restart', '--respond-in', 'shop', '--respond-in', 'bank');
  expect(listNames(text).filter(name => /Role/.test(name))).toEqual([
    'ClusterRole breakwater-responder',
    'RoleBinding breakwater-responder',
    'RoleBinding breakwater-responder',
  ]);
  expect(text.match(/^ {2}namespace: (?:shop|bank)$/gm)).toEqual(['  namespace: shop', '  namespace: bank']);
});

test('the sensor may write what it enforces natively when that is asked for, and changes nothing of others', async () => {
  const text = await print('--role', 'sensor', '--native-policy', 'our-rule');
  const { documents } = readManifest(text, { source: 'printed' });
  const role = documents.map(({ value }) => value as { kind: string; rules?: readonly Rule[] }).find(({ kind }) => kind === 'ClusterRole');
  const writing = role?.rules?.filter(({ verbs }) => verbs.some(verb => !['get', 'list', 'watch'].includes(verb))) ?? [];
  const shared = {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'],
  };
  expect(writing).toEqual([
    { ...shared, verbs: ['create'] },
    { ...shared, resourceNames: expect.any(Array), verbs: ['update', 'delete'] },
  ]);
  const names = writing[1]?.resourceNames ?? [];
  expect(names.filter(name => /privileged-container-|our-rule/.test(name))).toEqual([
    'breakwater-our-rule',
    'breakwater-our-rule-2',
    'breakwater-our-rule-cronjob',
    'breakwater-our-rule-cronjob-2',
    'breakwater-our-rule-pod',
    'breakwater-our-rule-pod-2',
    'breakwater-our-rule-template',
    'breakwater-our-rule-template-2',
    'breakwater-privileged-container-cronjob',
    'breakwater-privileged-container-cronjob-2',
    'breakwater-privileged-container-pod',
    'breakwater-privileged-container-pod-2',
    'breakwater-privileged-container-template',
    'breakwater-privileged-container-template-2',
  ]);
  expect(names.every(name => name.startsWith('breakwater-'))).toBe(true);
  expect(text).toMatch(/args: \[.*--native-enforcement/);
});

test('what is printed stands before our own policies', async () => {
  const judge = async (preset: string, text: string) => {
    const { out } = await run(['check', '--preset', preset, '--complete', '--format', 'json', '-'], text);
    const { results } = JSON.parse(out) as CheckOutput;
    return results.filter(({ state }) => state === 'fail').map(({ policy, target }) => `${policy} ${target.kind} ${target.name}`);
  };
  const text = await print('--pull-secrets', 'shop/regcred');
  expect(await judge('restricted', text)).toEqual([]);
  const acting = await print('--role', 'sensor', '--role', 'responder', ...RESPONSE_ACTIONS.flatMap(action => ['--action', action]));
  expect(await judge('restricted', acting)).toEqual([]);
  // One sensor speaks for a cluster; it and scanners serve nothing that could be asked. Quotas are the cluster's own.
  expect((await judge('recommended', text)).toSorted()).toEqual([
    'limit-range-missing Namespace breakwater',
    'liveness-probe-missing StatefulSet breakwater-scanner',
    'liveness-probe-missing StatefulSet breakwater-sensor',
    'network-policy-peer-selects-nothing NetworkPolicy breakwater-scanner',
    'network-policy-peer-selects-nothing NetworkPolicy breakwater-sensor',
    'network-policy-peer-selects-nothing NetworkPolicy breakwater-server',
    'readiness-probe-missing StatefulSet breakwater-scanner',
    'readiness-probe-missing StatefulSet breakwater-sensor',
    'replicas-too-few StatefulSet breakwater-scanner',
    'replicas-too-few StatefulSet breakwater-sensor',
    'resource-quota-missing Namespace breakwater',
    'role-reads-broadly ClusterRole breakwater-sensor',
    'secrets-readable-in-namespace RoleBinding breakwater-scanner-regcred',
  ]);
});

test('admission beside a sensor: two replicas, rights to two objects by name, and a webhook that spares what must run', async () => {
  const text = await print('--role', 'sensor', '--role', 'admission', '--failure-policy', 'Fail', '--spare-namespace', 'istio-system');
  const names = listNames(text).filter(name => / breakwater(?:-admission\S*)?$/.test(name));
  expect(names).toEqual([
    'Namespace breakwater',
    'ServiceAccount breakwater-admission',
    'Secret breakwater-admission-tls',
    'Role breakwater-admission',
    'RoleBinding breakwater-admission',
    'ClusterRole breakwater-admission',
    'ClusterRoleBinding breakwater-admission',
    'NetworkPolicy breakwater-admission',
    'Service breakwater-admission',
    'PodDisruptionBudget breakwater-admission',
    'Deployment breakwater-admission',
    'ValidatingWebhookConfiguration breakwater',
  ]);
  expect(text).toContain('failurePolicy: Fail');
  expect(text).toContain('values: [breakwater, istio-system, kube-node-lease, kube-public, kube-system]');
  const { out } = await run(['check', '--preset', 'restricted', '--complete', '--format', 'json', '-'], text);
  const { results } = JSON.parse(out) as CheckOutput;
  expect(results.filter(({ state }) => state === 'fail')).toEqual([]);
});

test('admission is waited for as long as was said, and not asked about objects with a label', async () => {
  const usual = await print('--role', 'sensor', '--role', 'admission');
  expect([usual.includes('objectSelector'), usual.includes('timeoutSeconds: 10\n')]).toEqual([false, true]);
  const labels = ['--spare-label', 'example.com/unjudged=true', '--spare-label', 'tier='];
  const text = await print('--role', 'sensor', '--role', 'admission', '--webhook-timeout', '30', ...labels);
  const objects = readManifest(text, { source: 'printed' }).documents.map(({ value }) => value as Manifest);
  const [webhook] = (objects.find(({ kind }) => kind === 'ValidatingWebhookConfiguration')?.['webhooks'] ?? []) as readonly object[];
  expect(webhook).toMatchObject({
    timeoutSeconds: 30,
    objectSelector: {
      matchExpressions: [
        { key: 'example.com/unjudged', operator: 'NotIn', values: ['true'] },
        { key: 'tier', operator: 'NotIn', values: [''] },
      ],
    },
  });
  // It answers before the API server gives up.
  expect(text).toContain(`"--deadline", "28"`);
});

test.each([
  [['--spare-label', 'a b=c'], "--spare-label takes a label as example.com/unjudged=true, not 'a b=c'"],
  [['--spare-label', 'unjudged'], '--spare-label takes a label'],
  [['--webhook-timeout', '31'], "--webhook-timeout takes whole seconds from 3 to 30, not '31'"],
  [['--webhook-timeout', '2'], '--webhook-timeout takes whole seconds'],
])('%j is wrong usage', async (words, message) => {
  expect(await run(['install', 'manifest', '--image', 'a:1', ...words])).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});

test('agents have a namespace of their own, see their node, and talk to the sensor alone', async () => {
  const text = await print('--role', 'sensor', '--role', 'agent');
  expect(listNames(text)).toEqual([
    'Namespace breakwater',
    'ServiceAccount breakwater-sensor',
    'ClusterRole breakwater-sensor',
    'ClusterRoleBinding breakwater-sensor',
    'Namespace breakwater-agents',
    'ServiceAccount breakwater-agent',
    'ConfigMap breakwater-sensor-roles',
    'ConfigMap breakwater-sensor-roles',
    'ClusterRole breakwater-sensor-roles',
    'ClusterRoleBinding breakwater-sensor-roles',
    'Role breakwater-sensor-roles',
    'RoleBinding breakwater-sensor-roles',
    'Role breakwater-sensor-roles',
    'RoleBinding breakwater-sensor-roles',
    'NetworkPolicy default-deny',
    'NetworkPolicy breakwater-sensor',
    'NetworkPolicy breakwater-agent',
    'Service breakwater-sensor',
    'StatefulSet breakwater-sensor',
    'Service breakwater-sensor-roles',
    'DaemonSet breakwater-agent',
  ]);
  expect(text).toMatch(/--role-agent-namespace\W+breakwater-agents\W+--role-ca-config-map\W+breakwater-agents\/breakwater-sensor-roles/);
  const { out } = await run(['check', '--preset', 'restricted', '--complete', '--format', 'json', '-'], text);
  const { results } = JSON.parse(out) as CheckOutput;
  // What watching takes, and nothing beside it.
  const failed = results
    .filter(({ state }) => state === 'fail')
    .map(({ policy, target }) => `${policy} ${target.kind} ${target.namespace}`);
  const taken = ['host-pid', 'capability-beyond-baseline', 'run-as-user-root', 'host-path-volume', 'host-path-volume'];
  expect(failed).toEqual(taken.map(policy => `${policy} DaemonSet breakwater-agents`));
});

describe('wrong usage', () => {
  test.each<[readonly string[], RegExp]>([
    [[], /--image names the release image/],
    [['--image', 'a b'], /--image names the release image/],
    [['--image', IMAGE, '--namespace', 'A'], /--namespace: 'A' is no name/],
    [['--image', IMAGE, '--role', 'agnet'], /--role takes server, sensor, scanner, admission, responder, agent, not 'agnet'/],
    [['--image', IMAGE, '--action', 'restart'], /--action and --respond-in are for the responder/],
    [['--image', IMAGE, '--role', 'responder', '--action', 'restrat'], /nothing is called 'restrat'; did you mean 'restart'\?/],
    [['--image', IMAGE, '--role', 'responder', '--action', 'cordon', '--respond-in', 'shop'], /nodes are in no namespace/],
    [['--image', IMAGE, '--native-policy', 'A b'], /--native-policy takes the id of a policy, not 'A b'/],
    [['--image', IMAGE, '--pull-secrets', 'a/b/c'], /--pull-secrets takes a namespace/],
  ])('%j', async (words, message) => {
    const { code, err } = await run(['install', 'manifest', ...words]);
    expect([code, message.test(err)]).toEqual([2, true]);
  });
});

test('events of others come to a port of the sensor, by secrets that are made by hand', async () => {
  const text = await print('--role', 'sensor', '--event-port');
  expect(listNames(text)).toEqual([
    'Namespace breakwater',
    'ServiceAccount breakwater-sensor',
    'ClusterRole breakwater-sensor',
    'ClusterRoleBinding breakwater-sensor',
    'NetworkPolicy default-deny',
    'NetworkPolicy breakwater-sensor',
    'Service breakwater-sensor',
    'StatefulSet breakwater-sensor',
    'Service breakwater-sensor-events',
  ]);
  expect(text).toMatch(
    /"--event-port", "8445", "--event-host", "0\.0\.0\.0", "--event-name", breakwater-sensor-events\.breakwater\.svc, "--event-secrets"/,
  );
  expect(text).toContain('create secret generic breakwater-event-senders --from-literal=kube-apiserver=');
  expect((await run(['install', 'manifest', '--image', IMAGE, '--role', 'server', '--event-port'])).err).toMatch(
    /--event-port is of the sensor: name it with --role sensor/,
  );
});

test('the audit log is read by agents of the control plane alone, which keep how far they are', async () => {
  const text = await print('--role', 'sensor', '--role', 'agent', '--audit-log', '/var/log/kubernetes/audit.log');
  const sets = readManifest(text, { source: 'printed' })
    .documents.map(({ value }) => value as { kind: string; metadata: { name: string }; spec: { template: { spec: Pod } } })
    .filter(({ kind }) => kind === 'DaemonSet');
  interface Pod {
    readonly affinity: object;
    readonly containers: readonly { readonly args: readonly string[]; readonly volumeMounts: readonly { readonly mountPath: string }[] }[];
  }
  const described = sets.map(({ metadata, spec: { template } }) => {
    const [container] = template.spec.containers;
    const where = /"operator":"(\w+)"/.exec(JSON.stringify(template.spec.affinity))?.[1];
    return [metadata.name, where, container?.args.slice(-4), container?.volumeMounts.at(-1)?.mountPath];
  });
  expect(described).toMatchObject([
    ['breakwater-agent', 'DoesNotExist', expect.not.arrayContaining(['--audit-log']), '/tmp'],
    ['breakwater-agent-control-plane', 'Exists', ['--audit-log', '/var/log/kubernetes/audit.log', '--state', '/state'], '/state'],
  ]);
  expect((await run(['install', 'manifest', '--image', IMAGE, '--role', 'sensor', '--audit-log', '/a'])).err).toMatch(/--role agent/);
});
