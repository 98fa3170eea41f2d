import { explainSchedule } from '../cron-schedule.ts';
import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import { isSpread } from '../joins/spread.ts';
import type { Workload } from '../model/pod.ts';
import { readPath, toRecord, toText } from '../raw.ts';
import { matchLabels, matchSelector } from '../selector.ts';

/** Kinds whose selector is a plain map. */
const PLAIN_SELECTOR = new Set(['ReplicationController', 'DeploymentConfig']);

function selectsItself({ object, pod }: Workload): boolean {
  const selector = object.spec['selector'];
  if (selector === undefined || object.kind === 'Pod') return true;
  return PLAIN_SELECTOR.has(object.kind) ? matchLabels(selector, pod.labels) : matchSelector(selector, pod.labels);
}

/** The Service that gives a StatefulSet's pods their names. */
function findGoverningService({ object }: Workload, inventory: Inventory) {
  return inventory.find('Service', object.namespace, toText(object.spec['serviceName']));
}

export const facts = defineFacts<Workload>('Workload', {
  spread: {
    type: 'bool',
    doc: 'Replicas are kept apart by anti-affinity or a topology spread constraint over its own labels',
    source: 'spec.affinity.podAntiAffinity, spec.topologySpreadConstraints',
    get: isSpread,
  },
  selectsItself: {
    type: 'bool',
    doc: 'Its selector matches the labels of its own pod template, or it has none',
    source: 'spec.selector',
    get: selectsItself,
  },
  selector: {
    type: 'dyn',
    doc: 'Selector as written; an empty map when absent',
    source: 'spec.selector',
    native: 'object.?spec.?selector.orValue({})',
    get: w => toRecord(w.object.spec['selector']),
  },
  scheduleProblem: {
    type: 'string',
    doc: 'What is wrong with the schedule of a CronJob; empty when nothing is, and for other kinds',
    source: 'spec.schedule',
    get: w => (w.object.kind === 'CronJob' ? explainSchedule(toText(w.object.spec['schedule'])) : ''),
  },
  governingService: {
    type: 'Service',
    doc: "Service of a StatefulSet's serviceName; not set when it is not in the set",
    source: 'spec.serviceName',
    get: findGoverningService,
  },
  templateLabels: {
    type: 'map(string, string)',
    doc: 'Labels of the pod template, as pods get them',
    source: 'metadata.labels of the template',
    native: 'pod.?metadata.?labels.orValue({})',
    get: w => w.pod.labels,
  },
  helmHook: {
    type: 'string',
    doc: 'Helm hook that it is, empty when it is none',
    source: 'annotation helm.sh/hook',
    native: "object.?metadata.?annotations[?'helm.sh/hook'].orValue('')",
    get: w => toText(readPath(w.object.annotations, 'helm.sh/hook')),
  },
});
