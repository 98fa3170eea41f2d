import { type Raw, readPath, toRecord, toRecords, toText, toTextMap } from '@breakwater/inventory';
import type { ObjectRef, ResponderEdge } from './contract.ts';
import { AUTOSCALER, SCALED_OBJECT } from './resources.ts';

/** Tools that put an object back to what stands in a repository, and how they show on it. */
const TOOLS: readonly { readonly tool: string; readonly names: readonly string[]; readonly managers: RegExp }[] = [
  {
    tool: 'Argo CD',
    names: ['argocd.argoproj.io/tracking-id', 'argocd.argoproj.io/instance'],
    managers: /^argocd/,
  },
  {
    tool: 'Flux',
    names: ['kustomize.toolkit.fluxcd.io/name', 'helm.toolkit.fluxcd.io/name'],
    managers: /^(kustomize|helm)-controller$/,
  },
];

/** Who may take a change of this object back, as far as the object and the autoscalers of its namespace say it. */
export async function listKeepers(edge: ResponderEdge, ref: ObjectRef, object: Raw): Promise<readonly string[]> {
  return [...listTools(object), ...(await listAutoscalers(edge, ref))];
}

function listTools(object: Raw): readonly string[] {
  const metadata = toRecord(object['metadata']);
  const names = { ...toTextMap(metadata['labels']), ...toTextMap(metadata['annotations']) };
  const managers = toRecords(metadata['managedFields']).map(({ manager }) => toText(manager));
  return TOOLS.filter(
    ({ names: known, managers: pattern }) => known.some(name => Object.hasOwn(names, name)) || managers.some(name => pattern.test(name)),
  ).map(({ tool }) => `${tool} keeps this object and may put it back: pause its sync, or change it in the repository as well`);
}

/** https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#implicit-maintenance-mode-deactivation */
async function listAutoscalers(edge: ResponderEdge, ref: ObjectRef): Promise<readonly string[]> {
  const isTarget = (target: unknown): boolean =>
    toText(readPath(target, 'kind')) === ref.resource.kind && readPath(target, 'name') === ref.name;
  const named = (object: Raw): string => toText(readPath(object, 'metadata', 'name'));
  const [autoscalers, scaled] = await Promise.all([edge.list(AUTOSCALER, ref.namespace), edge.list(SCALED_OBJECT, ref.namespace)]);
  const keda = (scaled ?? []).filter(object => isTarget({ kind: 'Deployment', ...toRecord(readPath(object, 'spec', 'scaleTargetRef')) }));
  const byKeda = new Set(keda.map(object => `keda-hpa-${named(object)}`));
  return [
    ...keda.map(
      object =>
        `KEDA ScaledObject ${named(object)} scales this workload, also from 0: set its annotation autoscaling.keda.sh/paused-replicas to "0" meanwhile`,
    ),
    ...(autoscalers ?? [])
      .filter(object => isTarget(readPath(object, 'spec', 'scaleTargetRef')) && !byKeda.has(named(object)))
      .map(
        object =>
          `HorizontalPodAutoscaler ${named(object)} scales this workload; it leaves 0 replicas alone, and decides again after an undo`,
      ),
  ];
}

/** Who wrote a field last, as the API server keeps account of it; empty when it does not say. */
export function findWriter(object: Raw, path: readonly string[]): string {
  const entries = toRecords(readPath(object, 'metadata', 'managedFields'))
    .filter(({ fieldsV1 }) => readPath(fieldsV1, ...path.map(step => `f:${step}`)) !== undefined)
    .toSorted((a, b) => toText(b['time']).localeCompare(toText(a['time'])));
  return toText(entries[0]?.['manager']);
}
