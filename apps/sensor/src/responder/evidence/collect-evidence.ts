import { type Raw, readPath, toRecords, toText } from '@breakwater/inventory';
import { type ResponseEvidence, toErrorMessage } from '@breakwater/model';
import type { StepOf } from '../contract.ts';
import { ResponderError } from '../errors.ts';
import { listOwnedPods } from '../owners.ts';
import { describe, EVENT, POD, toUid } from '../resources.ts';
import type { StepContext } from '../steps/step-runner.ts';
import { redactPod } from './redact-pod.ts';

/** Pods of a workload that are looked at; their replicas are alike. */
const MOST_PODS = 20;
/** Pieces that a record can name. */
const MOST_PIECES = 190;
const MOST_EVENTS = 500;
const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'];
const STATUS_LISTS = ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'];

/**
 * Keeps the pod, or the object and its pods, what runs in them, their events and the logs of all containers, those before a restart too. What cannot be had is a
 * piece that says why; one that fails does not hinder the others.
 */
export async function collectEvidence(step: StepOf<'collect'>, context: StepContext): Promise<readonly ResponseEvidence[]> {
  const { object: ref, uid } = step;
  const object = await context.edge.read(ref);
  if (object === undefined || toUid(object) !== uid)
    throw new ResponderError('target-changed', `${describe(ref)} is gone, or another one by now`);
  context.evidence.makeRoom(context.id);
  const pods = ref.resource.kind === 'Pod' ? [object] : await listOwnedPods(context.edge, object, ref.namespace, POD);
  const pieces: ResponseEvidence[] = [];
  if (ref.resource.kind !== 'Pod') pieces.push(keepJson(context, 'object.json', redactObject(object)));
  pieces.push(await keepEvents(step, [uid, ...pods.map(toUid)], context));
  for (const pod of pods.slice(0, MOST_PODS)) pieces.push(...(await collectPod(pod, pods.length > 1, step, context)));
  if (pods.length > MOST_PODS) pieces.push(toMissing('more-pods', `${pods.length - MOST_PODS} more pods were not looked at`));
  if (pieces.length <= MOST_PIECES) return pieces;
  return [...pieces.slice(0, MOST_PIECES), toMissing('more', `${pieces.length - MOST_PIECES} more pieces are on disk and not named here`)];
}

async function collectPod(pod: Raw, isOne: boolean, step: StepOf<'collect'>, context: StepContext): Promise<readonly ResponseEvidence[]> {
  const name = toText(readPath(pod, 'metadata', 'name'));
  const prefix = isOne ? `${name}-` : '';
  const pieces = [keepJson(context, `${prefix}pod.json`, redactPod(pod)), await keepProcesses(`${prefix}processes.json`, pod, context)];
  const restarted = new Set(
    STATUS_LISTS.flatMap(list => toRecords(readPath(pod, 'status', list)))
      .filter(({ restartCount }) => Number(restartCount) > 0)
      .map(status => status['name']),
  );
  for (const container of CONTAINER_LISTS.flatMap(list => toRecords(readPath(pod, 'spec', list))).map(({ name: called }) =>
    toText(called),
  )) {
    for (const previous of restarted.has(container) ? [false, true] : [false])
      pieces.push(await keepLog(pod, { prefix, container, previous }, step, context));
    if (step.checkpoint) pieces.push(await keepCheckpoint(pod, prefix, container, step, context));
  }
  return pieces;
}

/** What ran in it and what that was connected to: once the pod is gone nobody can look. */
async function keepProcesses(name: string, pod: Raw, context: StepContext): Promise<ResponseEvidence> {
  try {
    const found = await context.edge.readProcesses(toUid(pod));
    if (found !== undefined) return keepJson(context, name, found);
    return toMissing(name, 'no agent has told of this pod: none runs on its node, or nothing was heard of it since the sensor started');
  } catch (cause) {
    return toMissing(name, `the sensor does not say what runs there: ${toErrorMessage(cause)}`);
  }
}

async function keepLog(
  pod: Raw,
  { prefix, container, previous }: { readonly prefix: string; readonly container: string; readonly previous: boolean },
  { object, logBytes }: StepOf<'collect'>,
  { edge, evidence, id }: StepContext,
): Promise<ResponseEvidence> {
  const name = `${prefix}log-${container}${previous ? '-before-restart' : ''}.txt`;
  const maxBytes = Math.min(logBytes, evidence.measureRoom(id));
  if (maxBytes === 0) return toMissing(name, 'there is no room for it');
  try {
    const { text, truncated } = await edge.readLog(toPodRef(pod, object.namespace), container, { previous, maxBytes });
    return evidence.write(id, name, text, truncated);
  } catch (cause) {
    return toMissing(name, toErrorMessage(cause));
  }
}

/** The kubelet writes it to the disk of the node, readable by root alone: it holds all memory of the container. */
async function keepCheckpoint(
  pod: Raw,
  prefix: string,
  container: string,
  { object }: StepOf<'collect'>,
  { edge, evidence, id }: StepContext,
): Promise<ResponseEvidence> {
  const name = `${prefix}checkpoint-${container}.json`;
  const node = toText(readPath(pod, 'spec', 'nodeName'));
  try {
    const answer = await edge.checkpoint(node, toPodRef(pod, object.namespace), container);
    return { ...evidence.write(id, name, Buffer.from(answer), false), note: `the checkpoint itself lies on node ${node}` };
  } catch (cause) {
    return toMissing(name, `node ${node} made no checkpoint: ${toErrorMessage(cause)}`);
  }
}

async function keepEvents({ object }: StepOf<'collect'>, uids: readonly string[], context: StepContext): Promise<ResponseEvidence> {
  const wanted = new Set(uids);
  const events = await context.edge.list(EVENT, object.namespace || 'default').catch(() => undefined);
  if (events === undefined) return toMissing('events.json', 'events may not be read');
  const own = events.filter(event => wanted.has(toText(readPath(event, 'involvedObject', 'uid'))));
  return { ...keepJson(context, 'events.json', own.slice(-MOST_EVENTS)), truncated: own.length > MOST_EVENTS };
}

function redactObject(object: Raw): Raw {
  const template = readPath(object, 'spec', 'template');
  if (template === undefined) return redactPod(object);
  const spec = object['spec'] as Raw;
  return { ...redactPod(object), spec: { ...spec, template: redactPod(template as Raw) } };
}

function keepJson({ evidence, id }: StepContext, name: string, value: unknown): ResponseEvidence {
  return evidence.write(id, name, Buffer.from(`${JSON.stringify(value, null, 2)}\n`), false);
}

function toPodRef(pod: Raw, namespace: string) {
  return { resource: POD, namespace, name: toText(readPath(pod, 'metadata', 'name')) };
}

function toMissing(name: string, note: string): ResponseEvidence {
  return { name, bytes: 0, truncated: false, note: note.slice(0, 2000) };
}
