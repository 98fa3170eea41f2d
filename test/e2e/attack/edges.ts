import { setTimeout } from 'node:timers/promises';
import { AttackModel, GraphBuilder } from '@breakwater/attack';
import { Inventory } from '@breakwater/inventory';
import { readCluster } from '@breakwater/network';
import type { ApiClient, Raw } from '../../cluster/api-client.ts';
import type { Journey } from '../journey.ts';
import { CASES, type EdgeCase, FIXTURES, NAMESPACE, type Rule, STRICT } from './cases.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const GROUP = 'rbac.authorization.k8s.io';
/** Informers of the authorizer take roles and bindings up within a moment. */
const HEARD_MS = 10_000;
const PATCH = 'application/strategic-merge-patch+json';

/**
 * Each edge that a permission makes is walked on the real API server: with the rules that it takes the attacker's request is let through, with
 * less it is refused; and the graph of what the server holds has the edge in the first case only.
 */
export const journey: Journey = {
  name: 'attack edges are walked on the API server, granted and refused',
  run: async ({ client }, report) => {
    await createFixtures(client);
    const problems: string[] = [];
    for (const [index, each] of CASES.entries()) problems.push(...(await tryCase(client, each, `attacker-${index}`)));
    report(`${CASES.length} ways of ${new Set(CASES.map(({ edge }) => edge)).size} edges tried, granted and refused`);
    return problems;
  },
};

async function createFixtures(client: ApiClient): Promise<void> {
  const namespaces = [
    { name: NAMESPACE, labels: {} },
    { name: STRICT, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  ];
  for (const metadata of namespaces) await client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata });
  for (const { path, body } of FIXTURES) await client.request('POST', path, body);
}

async function tryCase(client: ApiClient, each: EdgeCase, user: string): Promise<readonly string[]> {
  const place = `${each.edge} (${each.name})`;
  const problems: string[] = [];
  await grant(client, each, user, each.lacking ?? []);
  const refused = await act(client, each, user);
  if (refused !== 403) problems.push(`${place}: with too little it was not refused (${refused})`);
  if ((await listEdges(client, user)).has(each.edge)) problems.push(`${place}: with too little there is the edge`);
  await grant(client, each, user, each.rules);
  const until = Date.now() + HEARD_MS;
  let granted = await act(client, each, user);
  while (granted === 403 && Date.now() < until) {
    await setTimeout(200);
    granted = await act(client, each, user);
  }
  if (granted === 403) problems.push(`${place}: with its rules it was refused`);
  if (!(await listEdges(client, user)).has(each.edge)) problems.push(`${place}: with its rules there is no such edge`);
  await client.request('DELETE', `${toPlace(each)}/${each.everywhere === true ? 'clusterrolebindings' : 'rolebindings'}/${user}`);
  return problems;
}

function toPlace({ everywhere, namespace = NAMESPACE }: EdgeCase): string {
  return everywhere === true ? RBAC : `${RBAC}/namespaces/${namespace}`;
}

/** Gives a user a role of his own name with these rules, in the place of those before. */
async function grant(client: ApiClient, each: EdgeCase, user: string, rules: readonly Rule[]): Promise<void> {
  const [roleKind, bindingKind] = each.everywhere === true ? ['ClusterRole', 'ClusterRoleBinding'] : ['Role', 'RoleBinding'];
  const [roles, bindings] = [`${toPlace(each)}/${roleKind.toLowerCase()}s`, `${toPlace(each)}/${bindingKind.toLowerCase()}s`];
  const role = { apiVersion: `${GROUP}/v1`, kind: roleKind, metadata: { name: user }, rules };
  const { status } = await client.request('POST', roles, role);
  if (status === 409) await client.request('PUT', `${roles}/${user}`, role);
  await client.request('POST', bindings, {
    apiVersion: `${GROUP}/v1`,
    kind: bindingKind,
    metadata: { name: user },
    roleRef: { apiGroup: GROUP, kind: roleKind, name: user },
    subjects: [{ apiGroup: GROUP, kind: 'User', name: user }],
  });
}

async function act(client: ApiClient, { action }: EdgeCase, user: string): Promise<number> {
  const { method, path, body } = action(user);
  const { status } = await client.request(method, path, body, method === 'PATCH' ? PATCH : 'application/json', user);
  return status;
}

const LISTS = [
  ['v1', 'Namespace', '/api/v1/namespaces'],
  ['v1', 'Pod', '/api/v1/pods'],
  ['v1', 'Service', '/api/v1/services'],
  ['v1', 'ServiceAccount', '/api/v1/serviceaccounts'],
  ['v1', 'Secret', '/api/v1/secrets'],
  ['apps/v1', 'Deployment', '/apis/apps/v1/deployments'],
  ['networking.k8s.io/v1', 'NetworkPolicy', '/apis/networking.k8s.io/v1/networkpolicies'],
  [`${GROUP}/v1`, 'Role', `${RBAC}/roles`],
  [`${GROUP}/v1`, 'ClusterRole', `${RBAC}/clusterroles`],
  [`${GROUP}/v1`, 'RoleBinding', `${RBAC}/rolebindings`],
  [`${GROUP}/v1`, 'ClusterRoleBinding', `${RBAC}/clusterrolebindings`],
] as const;

/** Kinds of edges on ways that begin with what a user may do himself, as the server's own objects have it. */
async function listEdges(client: ApiClient, user: string): Promise<ReadonlySet<string>> {
  const lists = LISTS.map(async ([apiVersion, kind, path]) => {
    const { body } = await client.request('GET', path);
    return (body['items'] as readonly Raw[]).map(item => ({ value: { ...item, apiVersion, kind } }));
  });
  const inventory = new Inventory((await Promise.all(lists)).flat(), {
    cluster: 'e2e',
    kubeMinor: 36,
    complete: true,
    namespace: 'default',
  });
  const graph = new GraphBuilder(new AttackModel(readCluster(inventory), { kubeMinor: 36 })).build();
  const start = graph.nodes.find(`User ${user}`);
  const own = new Set(start === undefined ? [] : [start]);
  // The role is a step of its own; what others may do is not his.
  for (const edge of graph.edges) if (edge.from === start && edge.kind.id === 'holds') own.add(edge.to);
  return new Set(graph.edges.filter(edge => own.has(edge.from)).map(({ kind }) => kind.id));
}
