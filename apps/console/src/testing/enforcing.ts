import type { Answer, admission, enforcement, policies } from '@breakwater/api';
import { ago, CLUSTERS, HOUR } from './shop.ts';

type Row = Answer<typeof enforcement.endpoints.list>['results'][number];

const POLICIES = [
  { policy: 'privileged-container', title: 'Privileged container', severity: 'high', action: 'deny', everywhere: true },
  { policy: 'host-pid', title: 'Pod shares the process space of the node', severity: 'high', action: 'warn', everywhere: false },
  { policy: 'service-account-missing', title: 'Service account does not exist', severity: 'medium', action: 'deny', everywhere: true },
] as const;

const WAYS: readonly Pick<Row, 'by' | 'native' | 'webhook' | 'reasons'>[] = [
  {
    by: 'native',
    native: {
      state: 'active',
      objects: ['pod', 'template', 'cronjob'].map(path => `breakwater-privileged-container-${path}`),
      warnings: [],
      exempt: ['breakwater', 'kube-system'],
    },
    reasons: [],
  },
  { by: 'pending', native: { state: 'pending', objects: ['breakwater-host-pid-pod'], warnings: [], exempt: ['kube-system'] }, reasons: [] },
  {
    by: 'none',
    native: { state: 'impossible', objects: [], warnings: [], exempt: ['kube-system'] },
    reasons: [
      {
        code: 'no-native-form',
        message:
          'The API server alone cannot decide it: cluster.complete: it asks whether another object is missing, which one request does not show',
      },
      {
        code: 'disabled',
        message: 'The sensor of this cluster does not write to the API server.',
        next: 'breakwater install manifest --native-enforcement …',
      },
    ],
  },
  {
    by: 'webhook',
    native: { state: 'impossible', objects: [], warnings: [], exempt: ['kube-system'] },
    webhook: { state: 'enforces', replicas: 2 },
    reasons: [{ code: 'no-native-form', message: 'The API server alone cannot decide it: it asks what is in an image' }],
  },
  {
    by: 'none',
    native: { state: 'off', objects: [], warnings: [], exempt: [] },
    webhook: { state: 'silent', replicas: 0 },
    reasons: [
      {
        code: 'admission-silent',
        message:
          "Breakwater's own admission is silent since 2026-08-01T10:00:00.000Z. Requests are answered as the failurePolicy of its webhook says.",
        next: 'kubectl get pods --all-namespaces --selector app.kubernetes.io/component=admission',
      },
    ],
  },
  { by: 'unknown', reasons: [{ code: 'not-told', message: 'The sensor of this cluster has not said how.' }] },
];

/** Every way in which a policy may be enforced, or not. */
export const enforcementRows: readonly Row[] = POLICIES.flatMap((policy, index) =>
  CLUSTERS.map(({ id, name }, at) => ({
    id: `${policy.policy} ${id}`,
    ...policy,
    cluster: id,
    clusterName: name,
    ...(WAYS[(index + at) % WAYS.length] ?? { by: 'none' as const, reasons: [] }),
  })),
);

type Decision = Answer<typeof admission.endpoints.get>;

const ANSWERS = [
  { allowed: false, mode: 'evaluated', breakGlass: false },
  { allowed: true, mode: 'evaluated', breakGlass: false },
  { allowed: true, mode: 'failed-open', breakGlass: false },
  { allowed: true, mode: 'evaluated', breakGlass: true },
] as const;

/** Decisions of every kind; each as it is read alone. */
export const decisionRows: readonly Decision[] = Array.from({ length: 24 }, (_, index) => {
  const answer = ANSWERS[index % ANSWERS.length] ?? ANSWERS[0];
  const cluster = CLUSTERS[index % CLUSTERS.length] ?? CLUSTERS[0];
  const said = answer.allowed && !answer.breakGlass ? [] : ['privileged-container'];
  return {
    id: `d-${index}`,
    time: ago((index + 2) * HOUR),
    lastSeen: ago((index + 1) * HOUR),
    cluster: cluster.id,
    clusterName: cluster.name,
    operation: 'CREATE',
    kind: 'Pod',
    subResource: '',
    namespace: 'shop',
    name: `web-${index}`,
    user: 'system:serviceaccount:kube-system:replicaset-controller',
    owner: 'ReplicaSet web-5d4f8c',
    ...answer,
    policies: said,
    count: index * 3 + 1,
    groups: ['system:serviceaccounts', 'system:authenticated'],
    dryRun: false,
    revision: 12,
    milliseconds: 1.7,
    decided: said.map(policy => ({
      policy,
      action: 'deny',
      state: 'fail' as const,
      container: 'app',
      message: "container 'app' runs privileged",
    })),
    notEvaluated: index % 2 === 0 ? ['image-unsigned'] : [],
    ...(answer.breakGlass
      ? { glass: { reason: 'the shop is down', until: ago(-HOUR), secondPerson: { name: 'bob', confirmed: true } } }
      : {}),
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `web-${index}`, namespace: 'shop' },
      spec: { containers: [{ name: 'app', image: 'app:1' }] },
    },
  };
});

const counted = (name: string, requests: number) => ({ name, requests });
const [production] = CLUSTERS;
const placed = (name: string, requests: number) => ({ cluster: production.id, clusterName: production.name, name, requests, objects: 2 });

const summary: Answer<typeof admission.endpoints.summary> = {
  days: 7,
  allowed: 1840,
  denied: 37,
  brokenGlass: 1,
  failed: 2,
  series: Array.from({ length: 7 }, (_, index) => ({ time: ago((6 - index) * 24 * HOUR), allowed: 200 + index * 17, denied: index * 2 })),
  byPolicy: [counted('privileged-container', 30), counted('host-pid', 7)],
  byUser: [counted('jo@example.com', 20), counted('system:serviceaccount:kube-system:replicaset-controller', 17)],
  byNamespace: [counted('shop', 30), counted('shop-logs', 7)],
  byOwner: [counted('ReplicaSet web-5d4f8c', 25), counted('DaemonSet collector', 12)],
};

const whatIf: Answer<typeof policies.endpoints.whatIf> = {
  policy: 'capability-added',
  days: 30,
  reviews: {
    requests: 12,
    objects: 3,
    judged: 240,
    undecided: 1,
    byNamespace: [placed('shop', 9), placed('shop-logs', 3)],
    byOwner: [placed('shop/ReplicaSet web-5d4f8c', 9), placed('shop-logs/DaemonSet collector', 3)],
    examples: decisionRows.slice(0, 2).map(({ id, clusterName, kind, namespace, name, user, count }) => ({
      decision: id,
      clusterName,
      kind,
      namespace,
      name,
      user,
      requests: count,
      message: "container 'app' adds NET_ADMIN",
    })),
  },
  now: {
    opens: 1,
    closes: 0,
    objects: 1,
    byNamespace: [{ cluster: production.id, clusterName: production.name, namespace: 'shop', opens: 1, closes: 0 }],
    places: [],
    judged: 40,
    undecided: {},
    limits: [],
    milliseconds: 80,
  },
  limits: ['3 requests to production were kept without their object, and were not judged.'],
};

export const enforcingHandlers = {
  'admission.summary': () => summary,
  'policies.whatIf': () => whatIf,
};
