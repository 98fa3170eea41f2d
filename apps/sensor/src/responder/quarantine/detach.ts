import { matchSelector, type Raw, readPath, toList, toRecord, toRecords, toText } from '@breakwater/inventory';
import type { ResponderEdge } from '../contract.ts';
import { findController, readLabels, readSelector } from '../owners.ts';
import { NETWORK_POLICY, SERVICE } from '../resources.ts';

/** Something that selects a pod by its labels, and must not any more. */
interface Selecting {
  /** As `Service web`. */
  readonly name: string;
  readonly selector: Raw;
}

/** How a pod is taken from under everything that selects it. */
export interface Detachment {
  /** Labels to take away. */
  readonly labels: readonly string[];
  /** What selects it now, as `ReplicaSet web-5d`. */
  readonly from: readonly string[];
  /** What still selects it afterwards: selectors that ask for what is not there, or for nothing. */
  readonly stays: readonly string[];
  /** Policies that let something through to it or from it all the same. */
  readonly leaks: readonly string[];
  /** Set when nobody could say. */
  readonly unread: readonly string[];
}

/**
 * Finds the labels by which its controller, Services and network policies that allow something select a pod. NetworkPolicies add up, so that a policy
 * of ours isolates nothing as long as another one of the namespace lets something through.
 */
export async function planDetachment(edge: ResponderEdge, pod: Raw, namespace: string): Promise<Detachment> {
  const labels = readLabels(pod);
  const controller = await findController(edge, pod, namespace);
  const services = await edge.list(SERVICE, namespace);
  const policies = await edge.list(NETWORK_POLICY, namespace);
  const owners =
    controller === undefined ? [] : toSelecting(`${controller.ref.resource.kind} ${controller.ref.name}`, readSelector(controller.object));
  const allowing = (policies ?? []).filter(policy => !isQuarantine(policy) && allowsSomething(policy));
  const selecting = [
    ...owners,
    ...(services ?? []).flatMap(service => toSelecting(`Service ${toName(service)}`, readSelector(service))),
    ...allowing.flatMap(policy => toSelecting(`NetworkPolicy ${toName(policy)}`, toRecord(readPath(policy, 'spec', 'podSelector')))),
  ].filter(({ selector }) => matchSelector(selector, labels));
  const taken = new Set(selecting.flatMap(({ selector }) => listKeys(selector).filter(key => Object.hasOwn(labels, key))));
  const rest = Object.fromEntries(Object.entries(labels).filter(([key]) => !taken.has(key)));
  const stays = selecting.filter(({ selector }) => matchSelector(selector, rest)).map(({ name }) => name);
  return {
    labels: [...taken].toSorted(),
    from: selecting.map(({ name }) => name),
    stays,
    leaks: stays.filter(name => name.startsWith('NetworkPolicy ')),
    unread: [...(services === undefined ? ['services'] : []), ...(policies === undefined ? ['networkpolicies'] : [])],
  };
}

/** Whether the pod is selected by anything else than before; asked again once it is detached. */
function toSelecting(name: string, selector: Raw | undefined): readonly Selecting[] {
  return selector === undefined ? [] : [{ name, selector }];
}

function listKeys(selector: Raw): readonly string[] {
  const expressions = toRecords(selector['matchExpressions']).map(({ key }) => toText(key));
  return [...Object.keys(toRecord(selector['matchLabels'])), ...expressions];
}

/** A policy that only denies does no harm. */
function allowsSomething(policy: Raw): boolean {
  return ['ingress', 'egress'].some(direction => toList(readPath(policy, 'spec', direction)).length > 0);
}

function isQuarantine(policy: Raw): boolean {
  return Object.keys(toRecord(readPath(policy, 'spec', 'podSelector', 'matchLabels'))).includes('breakwater.dev/quarantine');
}

function toName(object: Raw): string {
  return toText(readPath(object, 'metadata', 'name'));
}
