import { Inventory, type Raw } from '@breakwater/inventory';
import { readCluster } from '@breakwater/network';
import { GraphBuilder } from '../graph/build-graph.ts';
import type { AttackGraph } from '../graph/graph.ts';
import { type AttackFacts, AttackModel } from '../model/attack-model.ts';

const GROUP = 'rbac.authorization.k8s.io';

/** The model of plain objects at Kubernetes 1.36, unless the facts say otherwise. */
export function buildModel(objects: readonly Raw[], facts: Partial<AttackFacts> = {}): AttackModel {
  const sources = objects.map(value => ({ value }));
  const inventory = new Inventory(sources, { cluster: 'file:test', kubeMinor: 36, complete: true, namespace: 'default' });
  return new AttackModel(readCluster(inventory), { kubeMinor: 36, ...facts });
}

export function buildGraph(objects: readonly Raw[], facts: Partial<AttackFacts> = {}): AttackGraph {
  return new GraphBuilder(buildModel(objects, facts)).build();
}

/** Edges of one kind as `FROM -> TO`, sorted. */
export function listEdges({ edges, nodes }: AttackGraph, id: string): readonly string[] {
  return edges.flatMap(({ kind, from, to }) => (kind.id === id ? [`${nodes.get(from).name} -> ${nodes.get(to).name}`] : [])).toSorted();
}

/** A rule as `create,get pods/exec`, `bind clusterroles.rbac named view,edit`; `rbac` stands for the whole name of the group. */
function toRule(text: string): Raw {
  const [words = '', names] = text.split(' named ');
  const [verbs = '', resources = ''] = words.split(' ');
  const parsed = resources.split(',').map(resource => {
    const [path = '', sub] = resource.split('/');
    const dot = path.indexOf('.');
    const plural = dot < 0 ? path : path.slice(0, dot);
    return { group: dot < 0 ? '' : path.slice(dot + 1), resource: sub === undefined ? plural : `${plural}/${sub}` };
  });
  const groups = new Set(parsed.map(({ group }) => (group === 'rbac' ? GROUP : group)));
  return {
    verbs: verbs.split(','),
    apiGroups: resources === '*' ? ['*'] : [...groups],
    resources: parsed.map(({ resource }) => resource),
    ...(names === undefined ? {} : { resourceNames: names.split(',') }),
  };
}

/** A role `r` of some rules; in a namespace, or of the cluster when that is empty. */
export function buildRole(namespace: string, name: string, ...rules: readonly string[]): Raw {
  const kind = namespace === '' ? 'ClusterRole' : 'Role';
  return { apiVersion: `${GROUP}/v1`, kind, metadata: { name, ...(namespace === '' ? {} : { namespace }) }, rules: rules.map(toRule) };
}

/** A binding named like its role, to `User/ann`, `Group/devs` or `ServiceAccount/shop/web`. */
export function buildBinding(namespace: string, roleKind: string, name: string, ...subjects: readonly string[]): Raw {
  return {
    apiVersion: `${GROUP}/v1`,
    kind: namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name, ...(namespace === '' ? {} : { namespace }) },
    roleRef: { apiGroup: GROUP, kind: roleKind, name },
    subjects: subjects.map(subject => {
      const [kind, first, second] = subject.split('/');
      return second === undefined ? { kind, name: first } : { kind, namespace: first, name: second };
    }),
  };
}

/** Rules that user ann has in a namespace, or everywhere when that is empty, by a role `r`. */
export function give(namespace: string, ...rules: readonly string[]): readonly Raw[] {
  return [buildRole(namespace, 'r', ...rules), buildBinding(namespace, namespace === '' ? 'ClusterRole' : 'Role', 'r', 'User/ann')];
}

/** A pod `namespace/name` of one container `app`. */
export function buildPod(place: string, spec: Raw = {}, container: Raw = {}): Raw {
  const [namespace = '', name = ''] = place.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name } },
    spec: { containers: [{ name: 'app', image: 'app:1', ...container }], ...spec },
  };
}

/** A pod that mounts a path of its node. */
export function buildHostPod(path: string, mount: Raw = {}, container: Raw = {}): Raw {
  return buildPod(
    'shop/web',
    { volumes: [{ name: 'host', hostPath: { path } }] },
    { volumeMounts: [{ name: 'host', mountPath: '/host', ...mount }], ...container },
  );
}

export function buildObject(apiVersion: string, kind: string, place: string, rest: Raw = {}, metadata: Raw = {}): Raw {
  const [namespace = '', name] = place.includes('/') ? place.split('/') : ['', place];
  return { apiVersion, kind, metadata: { name, ...(namespace === '' ? {} : { namespace }), ...metadata }, ...rest };
}

/** A namespace that enforces a Pod Security level. */
export function buildNamespace(name: string, level: string): Raw {
  return buildObject('v1', 'Namespace', name, {}, { labels: { 'pod-security.kubernetes.io/enforce': level } });
}

export function buildService(place: string, spec: Raw): Raw {
  const name = place.split('/')[1];
  return buildObject('v1', 'Service', place, { spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec } });
}

export function buildNode(name: string, labels: Raw = {}, spec: Raw = {}): Raw {
  return buildObject('v1', 'Node', name, { spec }, { labels });
}
