import { type Raw, readPath, toText } from '@breakwater/inventory';
import type { ResponseVerification } from '@breakwater/model';
import type { Action, FieldChange, ObjectRef, Step, VerifyInput } from '../contract.ts';
import { QUARANTINE_LABEL } from '../marks.ts';
import { findController, findWorkload, isReady, listOwnedPods } from '../owners.ts';
import { findTarget, toObstacle } from '../plan/find-target.ts';
import { listPlannedChanges } from '../plan/planned-changes.ts';
import { type Detachment, planDetachment } from '../quarantine/detach.ts';
import { listOpenPorts, listStillOpen } from '../quarantine/probe.ts';
import { describe, NETWORK_POLICY, POD, toUid } from '../resources.ts';
import { poll } from '../verify/poll.ts';

const LOG_BYTES = 1024 * 1024;

/**
 * One pod is cut off and goes on running, for those who look at it: no Service sends to it, its controller makes another one in its place, and a
 * NetworkPolicy selects it alone.
 */
export const action: Action = {
  name: 'quarantine',
  kinds: ['Pod'],
  undoable: true,
  rights: [
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'patch'] },
    { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    { apiGroups: [''], resources: ['services'], verbs: ['list'] },
    { apiGroups: [''], resources: ['events'], verbs: ['list'] },
    { apiGroups: [''], resources: ['replicationcontrollers'], verbs: ['get'] },
    { apiGroups: ['apps'], resources: ['deployments', 'replicasets', 'statefulsets', 'daemonsets'], verbs: ['get'] },
    { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: ['get'] },
    { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['get', 'list', 'create', 'delete'] },
  ],
  plan: async (request, edge) => {
    const target = await findTarget(request, edge);
    if ('obstacle' in target) return target.obstacle;
    const { ref, object: pod } = target;
    if (ref.resource.kind !== 'Pod') return toObstacle(`${describe(ref)} is no pod: name the pod that is to be cut off`).obstacle;
    if (readPath(pod, 'metadata', 'deletionTimestamp') !== undefined) return toObstacle(`${describe(ref)} is ending already`).obstacle;
    const detachment = await planDetachment(edge, pod, ref.namespace);
    const uid = toUid(pod);
    const labels: readonly FieldChange[] = [
      ...detachment.labels.map(label => ({ path: ['metadata', 'labels', label], after: undefined })),
      { path: ['metadata', 'labels', QUARANTINE_LABEL], after: request.id },
    ];
    const { logBytes = LOG_BYTES, checkpoint = false } = request.params;
    // The policy comes first and selects nothing yet: from the moment that it has the label the pod is cut off.
    const steps: readonly Step[] = [
      toPolicyStep(request.id, ref),
      { type: 'patch', name: 'take its labels off and mark it', object: ref, uid, fields: labels },
      { type: 'collect', name: 'keep evidence', object: ref, uid, logBytes, checkpoint },
    ];
    return {
      steps,
      changes: listPlannedChanges(steps, pod),
      uid,
      workload: await findWorkload(edge, pod, ref.namespace),
      warnings: [...listWarnings(detachment), ...(await describeController(edge, pod, ref)), ...describeNetwork(pod)],
      baseline: { ports: await listOpenPorts(edge, pod), leaks: detachment.leaks, controller: await findReplacer(edge, pod, ref) },
    };
  },
  verify: async input => {
    const isolation = await verifyIsolation(input);
    if (isolation.state === 'failed') return isolation;
    const replacement = await verifyReplacement(input);
    return { state: isolation.state, message: `${isolation.message}; ${replacement}` };
  },
};

function toPolicyStep(id: string, { namespace }: ObjectRef): Step {
  const name = `breakwater-quarantine-${id}`;
  return {
    type: 'create',
    name: 'isolate what has the label of this response',
    object: { resource: NETWORK_POLICY, namespace, name },
    body: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': 'breakwater' } },
      spec: { podSelector: { matchLabels: { [QUARANTINE_LABEL]: id } }, policyTypes: ['Ingress', 'Egress'], ingress: [], egress: [] },
    },
  };
}

function listWarnings({ stays, leaks, unread }: Detachment): readonly string[] {
  return [
    ...leaks.map(name => `${name} selects pods by no label that can be taken away: what it allows stays allowed`),
    ...stays.filter(name => !leaks.includes(name)).map(name => `${name} still selects the pod afterwards`),
    ...unread.map(resource => `${resource} of the namespace may not be read: whether one of them selects the pod is not known`),
  ];
}

/** A StatefulSet makes pods by their names, of which each is there once. */
async function describeController(edge: VerifyInput['edge'], pod: Raw, { namespace }: ObjectRef): Promise<readonly string[]> {
  const controller = await findController(edge, pod, namespace);
  if (controller === undefined) return ['the pod has no controller: nobody makes another in its place'];
  if (controller.ref.resource.kind !== 'StatefulSet') return [];
  return [`${describe(controller.ref)} makes no other pod as long as this one has its name`];
}

function describeNetwork(pod: Raw): readonly string[] {
  return readPath(pod, 'spec', 'hostNetwork') === true ? ['the pod is in the network of its node: NetworkPolicies do not hold for it'] : [];
}

/** Whose ready pods are counted, and how many there are beside this one. */
async function findReplacer(edge: VerifyInput['edge'], pod: Raw, { namespace }: ObjectRef): Promise<Raw | null> {
  const controller = await findController(edge, pod, namespace);
  if (controller === undefined || controller.ref.resource.kind === 'StatefulSet') return null;
  const pods = await listOwnedPods(edge, controller.object, namespace, POD);
  return { name: describe(controller.ref), known: pods.map(toUid), ready: pods.filter(isReady).length };
}

/** Seen is what could be connected to before and cannot be any more. */
async function verifyIsolation({ request, plan, edge, pause, patienceMs }: VerifyInput): Promise<ResponseVerification> {
  const target = await findTarget(request, edge);
  if ('obstacle' in target || toUid(target.object) !== plan.uid) return { state: 'verified', message: 'the pod is gone' };
  const leaks = (readPath(plan.baseline, 'leaks') as readonly string[] | undefined) ?? [];
  if (leaks.length > 0)
    return { state: 'failed', message: `the pod is not cut off: ${leaks.join(', ')} still allows traffic. Delete it, or end the pod` };
  const ports = (readPath(plan.baseline, 'ports') as readonly number[] | undefined) ?? [];
  if (ports.length === 0)
    return {
      state: 'requested',
      message: 'requested, not verified: none of its ports could be connected to before from here, so that nothing can be compared',
    };
  const open = await poll(
    () => listStillOpen(edge, target.object, ports),
    still => still.length === 0,
    { pause, patienceMs: patienceMs / 2 },
  );
  if (open.length === 0) return { state: 'verified', message: `connections to port ${ports.join(', ')} worked before and do not any more` };
  if (!edge.isInPod)
    return {
      state: 'requested',
      message: `requested, not verified: port ${open.join(', ')} takes connections from this machine, which is no pod, so that policies may not concern it`,
    };
  return {
    state: 'failed',
    message: `the pod is not cut off: port ${open.join(', ')} still takes connections. The network of this cluster seems not to enforce NetworkPolicies; end the pod instead`,
  };
}

async function verifyReplacement({ request, plan, edge, pause, patienceMs }: VerifyInput): Promise<string> {
  const before = readPath(plan.baseline, 'controller');
  const known = new Set((readPath(before, 'known') as readonly string[] | undefined) ?? []);
  if (known.size === 0) return 'there is no replacement to wait for';
  const look = async (): Promise<string | undefined> => {
    const pods = (await edge.list(POD, request.target.namespace)) ?? [];
    const owner = toText(readPath(before, 'name')).split('/').at(-1);
    const fresh = pods.find(pod => !known.has(toUid(pod)) && isReady(pod) && isOwnedBy(pod, owner));
    return fresh === undefined ? undefined : toText(readPath(fresh, 'metadata', 'name'));
  };
  const fresh = await poll(look, name => name !== undefined, { pause, patienceMs: patienceMs / 2 });
  return fresh === undefined ? 'no other pod was ready in its place when it was looked at last' : `pod ${fresh} is ready in its place`;
}

function isOwnedBy(pod: Raw, name: string | undefined): boolean {
  const owners = readPath(pod, 'metadata', 'ownerReferences');
  return Array.isArray(owners) && owners.some(owner => readPath(owner, 'name') === name);
}
