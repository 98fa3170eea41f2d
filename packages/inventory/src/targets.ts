import type { Inventory } from './inventory.ts';
import { findAccount } from './joins/accounts.ts';
import { listBindings } from './joins/rbac.ts';
import { ROUTE_KINDS } from './joins/routes.ts';
import { toEventInstance, toEventObject } from './model/event-target.ts';
import { listImageUses } from './model/image-use.ts';
import { findNamespace } from './model/namespace-use.ts';
import type { InventoryObject } from './model/object.ts';
import type { Pod, Workload } from './model/pod.ts';
import { type Path, toText } from './raw.ts';

/** One thing that a policy is evaluated on, with everything joined to it. */
export interface TargetInstance {
  readonly object: InventoryObject;
  /** Name of the container that it is, or is about. */
  readonly container?: string;
  /** References of the images that it is about, for exceptions that name one. */
  readonly images?: readonly string[];
  /** Place of the target in the object. */
  readonly path: Path;
  /** Subjects by variable name; their fact types stand in the target. */
  readonly subjects: Readonly<Record<string, unknown>>;
  /** Place in the object of each variable that has one, for `field: pod.hostNetwork`. */
  readonly roots: Readonly<Record<string, Path>>;
}

/** What one evaluation judges. */
export interface Target {
  readonly name: string;
  readonly doc: string;
  /** Variables and the fact types behind them, beside `object`, `ns`, `cluster` and `params`. */
  readonly variables: Readonly<Record<string, string>>;
  readonly list: (inventory: Inventory) => readonly TargetInstance[];
  /** The instances inside one workload, for targets that are parts of one. */
  readonly listOf?: (workload: Workload) => readonly TargetInstance[];
}

function ofObject(object: InventoryObject, variable: string, subject: unknown): TargetInstance {
  return { object, path: [], subjects: { [variable]: subject }, roots: { [variable]: [], object: [] } };
}

function ofKinds(variable: string, ...kinds: readonly string[]): Target['list'] {
  return inventory => inventory.listKind(...kinds).map(object => ofObject(object, variable, object));
}

const podSubjects = (workload: Workload) => ({ pod: workload.pod, workload });
const podRoots = (pod: Pod) => ({ object: [], workload: [], pod: pod.specPath });

function ofWorkload(workload: Workload): TargetInstance {
  return { object: workload.object, path: [], subjects: podSubjects(workload), roots: podRoots(workload.pod) };
}

function ofContainers(workload: Workload): readonly TargetInstance[] {
  return workload.pod.containers.map(container => ({
    object: workload.object,
    container: container.name,
    images: [toText(container.raw['image'])],
    path: container.path,
    subjects: { ...podSubjects(workload), container },
    roots: { ...podRoots(workload.pod), container: container.path },
  }));
}

function ofImages(workload: Workload): readonly TargetInstance[] {
  return listImageUses(workload.pod).map(image => ({
    object: workload.object,
    ...(image.container === undefined ? {} : { container: image.container.name }),
    images: [image.reference.text],
    path: image.path,
    subjects: { ...podSubjects(workload), image },
    roots: { ...podRoots(workload.pod), image: image.path },
  }));
}

function ofVolumes(workload: Workload): readonly TargetInstance[] {
  return workload.pod.volumes.map(storage => ({
    object: workload.object,
    path: storage.path,
    subjects: { ...podSubjects(workload), storage },
    roots: { ...podRoots(workload.pod), storage: storage.path },
  }));
}

/** A target that is part of a workload. */
function inWorkloads(listOf: (workload: Workload) => readonly TargetInstance[]): Pick<Target, 'list' | 'listOf'> {
  return { list: inventory => inventory.workloads.flatMap(listOf), listOf };
}

const POD_VARIABLES = { pod: 'Pod', workload: 'Workload' } as const;

/** Every target that has facts today; the others of the design join with the analyzers that feed them. */
export const TARGETS: readonly Target[] = [
  {
    name: 'object',
    doc: 'Any Kubernetes object',
    variables: { resource: 'Resource' },
    list: inventory => inventory.objects.map(object => ofObject(object, 'resource', object)),
  },
  {
    name: 'workload',
    doc: 'An object that owns pods, judged once for all of them',
    variables: POD_VARIABLES,
    ...inWorkloads(workload => [ofWorkload(workload)]),
  },
  {
    name: 'container',
    doc: 'One container of any kind: regular, init, sidecar, ephemeral',
    variables: { ...POD_VARIABLES, container: 'Container' },
    ...inWorkloads(ofContainers),
  },
  {
    name: 'image',
    doc: 'One image that a container or an image volume names',
    variables: { ...POD_VARIABLES, image: 'Image' },
    ...inWorkloads(ofImages),
  },
  {
    name: 'storage',
    doc: 'One volume of a pod',
    variables: { ...POD_VARIABLES, storage: 'Storage' },
    ...inWorkloads(ofVolumes),
  },
  { name: 'service', doc: 'A Service', variables: { service: 'Service' }, list: ofKinds('service', 'Service') },
  {
    name: 'ingress',
    doc: 'An Ingress or a Gateway API route',
    variables: { ingress: 'Ingress' },
    list: ofKinds('ingress', ...ROUTE_KINDS),
  },
  { name: 'network', doc: 'A NetworkPolicy', variables: { network: 'Network' }, list: ofKinds('network', 'NetworkPolicy') },
  {
    name: 'namespace',
    doc: 'A Namespace object',
    variables: {},
    list: inventory => inventory.listKind('Namespace').map(object => ofObject(object, 'ns', findNamespace(inventory, object.name))),
  },
  {
    name: 'service-account',
    doc: 'A ServiceAccount object',
    variables: { serviceAccount: 'ServiceAccount' },
    list: inventory =>
      inventory
        .listKind('ServiceAccount')
        .map(object => ofObject(object, 'serviceAccount', findAccount(inventory, object.namespace, object.name))),
  },
  { name: 'role', doc: 'A Role or ClusterRole', variables: { role: 'Role' }, list: ofKinds('role', 'Role', 'ClusterRole') },
  {
    name: 'binding',
    doc: 'What a RoleBinding or ClusterRoleBinding gives; also a role that nothing binds, judged as what it would give',
    variables: { binding: 'Binding' },
    list: inventory => listBindings(inventory).map(binding => ofObject(binding.object, 'binding', binding)),
  },
  {
    name: 'request',
    doc: 'What somebody asks the API server to do; files hold none, so that policies over it count at admission only',
    variables: { request: 'Request' },
    list: inventory => {
      const [object] = inventory.objects;
      const { request } = inventory.options;
      return object === undefined || request === undefined ? [] : [ofObject(object, 'request', request)];
    },
  },
  {
    name: 'event',
    doc: 'Something that a container did, or that the API server recorded; `object` is the workload or pod that it is of, as far as it is known',
    variables: { event: 'Event', process: 'Process', context: 'EventContext' },
    list: ({ options: { event } }) => (event === undefined ? [] : [toEventInstance(event, toEventObject(event.event))]),
  },
  { name: 'secret', doc: 'A Secret or ConfigMap', variables: { secret: 'Secret' }, list: ofKinds('secret', 'Secret', 'ConfigMap') },
];

export function findTarget(name: string): Target | undefined {
  return TARGETS.find(target => target.name === name);
}
