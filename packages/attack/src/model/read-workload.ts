import { type Pod, readPath, toRecords, toText, toTextMap, type Workload } from '@breakwater/inventory';
import { nameWorkload } from '@breakwater/network';
import type { ContainerEdge } from '../edge.ts';
import type { Placement, TokenUse, WorkloadPart } from './parts.ts';
import { readContainer } from './read-container.ts';

/** What attack paths rest on of a workload. */
export function readWorkload({ object, pod }: Workload, edges: readonly ContainerEdge[], kubeMinor: number): WorkloadPart {
  return {
    name: nameWorkload(object),
    namespace: object.namespace,
    account: pod.accountName,
    token: readToken(pod),
    sharesProcesses: pod.spec['shareProcessNamespace'] === true,
    placement: readPlacement(pod, object.kind === 'DaemonSet'),
    isDaemon: object.kind === 'DaemonSet',
    containers: pod.containers.map(container => readContainer(container, edges, kubeMinor)),
    networkKey: JSON.stringify([pod.labels, pod.spec['hostNetwork'] === true, pod.containers.map(({ raw }) => raw['ports'])]),
    labels: Object.fromEntries(Object.entries(pod.labels).filter(([key]) => !OF_ONE_POD.has(key))),
    images: pod.containers.map(({ raw }) => toText(raw['image'])),
  };
}

/** Labels that controllers give each pod for itself. */
const OF_ONE_POD = new Set([
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/job-completion-index',
]);

/** Audiences that are the API server's own in clusters that do not say otherwise. */
const API_AUDIENCE = /^(?:https:\/\/)?(?:kubernetes\.default(?:\.svc(?:\.cluster\.local)?)?|api)$/;

/** A projected token is there even where nothing is mounted by itself; one for another audience is no credential of the API. */
function readToken(pod: Pod): TokenUse | undefined {
  const projected = pod.volumes.flatMap(({ raw }) => toRecords(readPath(raw, 'projected', 'sources'))).filter(isToken);
  const audiences = projected.map(source => toText(readPath(source, 'serviceAccountToken', 'audience')));
  if (audiences.some(audience => audience === '' || API_AUDIENCE.test(audience))) return 'mounted';
  const written = pod.spec['automountServiceAccountToken'];
  if (written === true) return 'automounted';
  if (written === undefined) return undefined;
  return audiences.length > 0 ? 'foreign' : 'none';
}

function isToken(source: Readonly<Record<string, unknown>>): boolean {
  return source['serviceAccountToken'] !== undefined;
}

const CONTROL_PLANE_LABELS = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

/** Where its pods may run, as far as the pod says. */
function readPlacement(pod: Pod, isDaemon: boolean): Placement {
  const selector = toTextMap(pod.spec['nodeSelector']);
  const isTolerant = toRecords(pod.spec['tolerations']).some(({ key, operator, effect }) => {
    const isOfRole = CONTROL_PLANE_LABELS.includes(toText(key)) || (toText(key) === '' && operator === 'Exists');
    return isOfRole && (effect === undefined || effect === '' || effect === 'NoSchedule');
  });
  if (CONTROL_PLANE_LABELS.some(label => label in selector))
    return isTolerant || pod.spec['nodeName'] !== undefined ? 'control-plane' : 'worker';
  const terms = toRecords(
    readPath(pod.spec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'),
  );
  const isBoundByAffinity = terms.some(term =>
    toRecords(term['matchExpressions']).some(({ key, operator }) => CONTROL_PLANE_LABELS.includes(toText(key)) && operator === 'Exists'),
  );
  if (isBoundByAffinity && isTolerant) return 'control-plane';
  if (!isTolerant) return 'worker';
  return isDaemon ? 'every-node' : 'either';
}
