import { compareVersions } from '@breakwater/version';
import type { ClusterView, NodeView } from '../cluster-view.ts';
import { isManaged } from '../evidence/distribution.ts';
import { readAt, toMaps, type Yaml } from '../evidence/yaml.ts';

/** A component that runs in a version. */
export interface Running {
  /** As kube-apiserver, kubelet, containerd. */
  readonly component: string;
  /** Whose dates of support hold: kubernetes, eks, containerd. */
  readonly product: string;
  /** As it calls itself, with what its vendor adds. */
  readonly text: string;
  /** Without that: 1.34.1. */
  readonly version: string;
  /** What a vendor added: fixes may be in it that the number does not show. Empty where nothing was. */
  readonly suffix: string;
  readonly subject: { readonly kind: string; readonly name: string; readonly namespace?: string };
  /** Name of its node; empty where nothing says it. */
  readonly node: string;
  /** Where it shows. */
  readonly source: 'api' | 'packages';
}

const KUBERNETES = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'kubelet'];
const IN_PODS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'etcd'];
const VENDORS: readonly (readonly [pattern: RegExp, product: string])[] = [
  [/-eks-/, 'eks'],
  [/-gke\./, 'gke'],
];

/** Every component whose version shows: on nodes, in pods of the system, and of the API server itself where it was asked. */
export function listRunning(view: ClusterView): readonly Running[] {
  const nodes = view.listObjects('Node').flatMap(node => listOnNode(node, view));
  const pods = view.listObjects('Pod').flatMap(pod => listInPod(pod, view));
  const seen = new Set(pods.map(({ component }) => component));
  const sets = view
    .listObjects('DaemonSet')
    .flatMap(set => listInPod(set, view))
    .filter(({ component }) => !seen.has(component));
  const cluster = { kind: 'Cluster', name: 'cluster' };
  const asked = seen.has('kube-apiserver') ? [] : toRunning('kube-apiserver', view.serverVersion ?? '', cluster, '', view);
  return [...asked, ...pods, ...sets, ...nodes, ...view.nodes.flatMap(node => listInstalled(node, view))];
}

function listOnNode(node: Yaml, view: ClusterView): readonly Running[] {
  const name = String(readAt(node, ['metadata', 'name']) ?? '');
  const read = (key: string): string => String(readAt(node, ['status', 'nodeInfo', key]) ?? '');
  const subject = { kind: 'Node', name };
  const [runtime = '', version = ''] = read('containerRuntimeVersion').split('://');
  return [
    ...toRunning('kubelet', read('kubeletVersion'), subject, name, view),
    ...(runtime === '' ? [] : toRunning(runtime, version, subject, name, view)),
  ];
}

/** Components by the packages that hold them, and whether whoever packs it mends it without a new number. */
const PACKAGES: Readonly<Record<string, readonly [component: string, process: string, isMended: boolean]>> = {
  kubelet: ['kubelet', 'kubelet', false],
  'containerd.io': ['containerd', 'containerd', false],
  containerd: ['containerd', 'containerd', true],
  'cri-o': ['cri-o', 'crio', false],
};

/** What packages tell of a node of which there is no object; of a component that does not run there nothing. */
function listInstalled({ name, object, facts }: NodeView, view: ClusterView): readonly Running[] {
  if (object !== undefined || facts === undefined) return [];
  const subject = { kind: 'Node', name };
  return (facts.packages ?? []).flatMap(found => {
    const [component = '', process = '', isMended = false] = PACKAGES[found.name] ?? [];
    if (!facts.processes.some(one => one.name === process)) return [];
    const text = found.version.replace(/^\d+:/, '');
    const running = toRunning(component, isMended ? text : (/^v?\d+\.\d+\.\d+/.exec(text)?.[0] ?? ''), subject, name, view);
    return running.map(one => ({ ...one, source: 'packages' as const, text }));
  });
}

/** The component is what the container runs; some vendors have one image for all, and only the label tells. */
function listInPod(object: Yaml, view: ClusterView): readonly Running[] {
  const namespace = String(readAt(object, ['metadata', 'namespace']) ?? '');
  if (namespace !== 'kube-system') return [];
  const name = String(readAt(object, ['metadata', 'name']) ?? '');
  const label = String(readAt(object, ['metadata', 'labels', 'component']) ?? '');
  const spec = readAt(object, ['spec', 'template', 'spec']) ?? readAt(object, ['spec']);
  const node = String(readAt(spec, ['nodeName']) ?? '');
  return toMaps(readAt(spec, ['containers'])).flatMap(container => {
    const [, image = '', tag = ''] = /([^/:@]+):([^/@]+)(?:@.*)?$/.exec(String(container['image'] ?? '')) ?? [];
    const component = IN_PODS.find(known => image === known || image.startsWith(`${known}-`)) ?? IN_PODS.find(known => known === label);
    const subject = { kind: String(object['kind']), name, namespace };
    return component === undefined ? [] : toRunning(component, tag, subject, node, view);
  });
}

function toRunning(component: string, text: string, subject: Running['subject'], node: string, view: ClusterView): readonly Running[] {
  const [, version = '', rest = ''] = /^v?(\d+\.\d+\.\d+)(.*)$/.exec(text) ?? [];
  if (version === '') return [];
  const isPreRelease = /^-(?:alpha|beta|rc)\b/.test(rest);
  const suffix = isPreRelease || (component === 'etcd' && /^-\d+$/.test(rest)) ? '' : rest;
  const product = findProduct(component, suffix, view);
  return [{ component, product, text, version: isPreRelease ? `${version}${rest}` : version, suffix, subject, node, source: 'api' }];
}

/** AKS adds nothing to its versions: its nodes tell. */
function findProduct(component: string, suffix: string, view: ClusterView): string {
  if (!KUBERNETES.includes(component)) return component;
  const vendor = VENDORS.find(([pattern]) => pattern.test(suffix))?.[1];
  if (vendor !== undefined) return vendor;
  return isManaged(view.distribution) ? view.distribution : 'kubernetes';
}

/** The line of releases that a version belongs to: 1.34. */
export function toLine(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

export function toMinor(version: string): number {
  return Number(version.split('.')[1]);
}

export function isBefore(a: string, b: string): boolean {
  return compareVersions('kubernetes', a, b) === '<';
}
