import { readFileSync } from 'node:fs';
import { AttackModel, GraphBuilder, judgeAccess } from '@breakwater/attack';
import { Inventory, type Raw } from '@breakwater/inventory';
import { readCluster } from '@breakwater/network';
import { expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';

/** Rows of the catalogue that say what a rule of the truth data is about. */
const ROWS: Readonly<Record<string, readonly string[]>> = {
  'anonymous-access-enabled': ['P41'],
  'cluster-admin-role': ['P1'],
  'exec-into-container-v1': ['P13'],
  'rule-can-access-proxy-subresource': ['P16'],
  'rule-can-approve-cert-signing-request': ['P18'],
  'rule-can-bind-escalate': ['P2', 'P3'],
  'rule-can-create-pod': ['P10'],
  'rule-can-create-pv': ['P24'],
  'rule-can-create-service-account-token': ['P9'],
  'rule-can-delete-k8s-events-v1': ['P38'],
  'rule-can-impersonate-users-groups-v1': ['P5'],
  'rule-can-list-get-secrets-v1': ['P6'],
  'rule-can-modify-admission-webhooks': ['P20', 'P22'],
  'rule-can-portforward-v1': ['P15'],
  'rule-can-update-configmap-v1': ['P32'],
};

/**
 * Where exact RBAC says otherwise, and what is told instead: `pods/*` is no wildcard; what has no namespace is no matter of a RoleBinding; bind
 * and escalate need the right to write; everybody may see what the public viewer of a vanilla cluster shows.
 */
const DEVIATIONS: Readonly<Record<string, string>> = {
  'anonymous-access-enabled/fail': '',
  'exec-into-container-v1/clusterrole': 'subresource-wildcard',
  'rule-can-access-proxy-subresource/clusterrole-rolebinding': 'P10 P12 P29 cluster-scoped',
  'rule-can-access-proxy-subresource/role-rolebinding': 'P10 P11 P12 P4 cluster-scoped',
  'rule-can-approve-cert-signing-request/clusterrole-rolebinding': 'cluster-scoped',
  'rule-can-approve-cert-signing-request/role-rolebinding': 'P10 P11 P12 P4 cluster-scoped',
  'rule-can-bind-escalate/clusterrole-clusterrolebinding': 'latent wrong-group',
  'rule-can-bind-escalate/role-rolebinding': 'latent',
  'rule-can-create-pv/clusterrole-rolebinding': 'P10 P12 P29 cluster-scoped',
  'rule-can-create-pv/role-rolebinding': 'P10 P11 P12 P4 cluster-scoped',
  'rule-can-modify-admission-webhooks/clusterrole-rolebinding': 'cluster-scoped',
  'rule-can-modify-admission-webhooks/role-rolebinding': 'P10 P11 P12 P4 cluster-scoped',
  'rule-can-portforward-v1/clusterrole-clusterrolebinding': 'P8 subresource-wildcard',
};

interface Case {
  readonly id: string;
  readonly rule: string;
  readonly expect: string;
  readonly input: readonly Raw[];
}

function judge(objects: readonly Raw[]) {
  const sources = objects.map(value => ({ value }));
  const cluster = readCluster(new Inventory(sources, { cluster: 'file:case', kubeMinor: 34, complete: false, namespace: 'default' }));
  const graph = new GraphBuilder(new AttackModel(cluster, { kubeMinor: 34 })).build();
  return judgeAccess(cluster.inventory, graph, false);
}

describeWithShared('rules of regolibrary', ['oracles', 'config', 'regolibrary.jsonl'], file => {
  const cases = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Case);
  const own = cases.filter(({ id }) => ROWS[id.split('/')[0] ?? ''] !== undefined);

  test.each(own.map(each => [each.id, each] as const))('%s', (id, { expect: expected, input }) => {
    const { hits, dead } = judge(input);
    const rows = ROWS[id.split('/')[0] ?? ''] ?? [];
    const found = hits.some(hit => rows.includes(hit.id) || hit.name === 'everything') ? 'fail' : 'pass';
    const instead = DEVIATIONS[id];
    const told = [...new Set([...dead.map(({ name }) => name as string), ...hits.map(hit => hit.id)])].toSorted().join(' ');
    expect(found === expected ? undefined : told).toBe(instead);
  });

  test('every deviation is a case', () => {
    expect(Object.keys(DEVIATIONS).filter(id => !own.some(each => each.id === id))).toStrictEqual([]);
  });
});
