/** A NetworkPolicy by its place. */
export interface Policy {
  readonly namespace: string;
  readonly name: string;
  readonly spec: object;
}

export interface Scenario {
  readonly name: string;
  readonly policies: readonly Policy[];
}

const policy = (namespace: string, name: string, spec: object): Policy => ({ namespace, name, spec });
const app = (name: string) => ({ matchLabels: { app: name } });
const namespace = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
const DENY_IN = { podSelector: {}, policyTypes: ['Ingress'] };
const DENY_OUT = { podSelector: {}, policyTypes: ['Egress'] };

/** Sets of policies over pods a, b and c of namespaces bw-x, bw-y and bw-z, one after the other. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'no policy', policies: [] },
  { name: 'ingress of one namespace denied', policies: [policy('bw-x', 'deny', DENY_IN)] },
  { name: 'egress of one namespace denied', policies: [policy('bw-y', 'deny', DENY_OUT)] },
  {
    name: 'from pods of the same namespace',
    policies: [policy('bw-x', 'same', { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] })],
  },
  {
    name: 'from one app of one namespace, on one port',
    policies: [
      policy('bw-x', 'deny', DENY_IN),
      policy('bw-x', 'allow', {
        podSelector: app('a'),
        ingress: [{ from: [{ namespaceSelector: namespace('bw-y'), podSelector: app('b') }], ports: [{ port: 80 }] }],
      }),
    ],
  },
  {
    name: 'from namespaces by label or pods by label',
    policies: [
      policy('bw-z', 'either', {
        podSelector: {},
        ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'team-1' } } }, { podSelector: app('c') }] }],
      }),
    ],
  },
  {
    name: 'a named port',
    policies: [policy('bw-y', 'named', { podSelector: app('b'), ingress: [{ ports: [{ port: 'admin' }] }] })],
  },
  {
    name: 'a range of ports',
    policies: [policy('bw-y', 'range', { podSelector: {}, ingress: [{ ports: [{ port: 8000, endPort: 8090 }] }] })],
  },
  {
    name: 'egress to one namespace on one port, and its ingress',
    policies: [
      policy('bw-x', 'out', {
        podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }] },
        policyTypes: ['Egress'],
        egress: [{ to: [{ namespaceSelector: namespace('bw-y') }], ports: [{ port: 80 }] }],
      }),
      policy('bw-y', 'in', {
        podSelector: app('c'),
        ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { tier: 'front' } } }] }],
      }),
    ],
  },
  {
    name: 'policies of several add up',
    policies: [
      policy('bw-z', 'one', { podSelector: {}, ingress: [{ from: [{ podSelector: app('a') }] }] }),
      policy('bw-z', 'two', {
        podSelector: app('b'),
        ingress: [{ from: [{ namespaceSelector: namespace('bw-x') }], ports: [{ port: 8081 }] }],
      }),
      policy('bw-z', 'three', { podSelector: app('c'), ingress: [{}] }),
    ],
  },
  {
    name: 'an empty rule and no rule',
    policies: [
      policy('bw-x', 'all', { podSelector: app('a'), ingress: [{}] }),
      policy('bw-x', 'none', { podSelector: app('b'), ingress: [], policyTypes: ['Ingress'] }),
      policy('bw-y', 'out', { podSelector: {}, egress: [{}], policyTypes: ['Egress'] }),
    ],
  },
  {
    name: 'selectors that exclude',
    policies: [
      policy('bw-y', 'not', {
        podSelector: { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['front'] }] },
        ingress: [
          {
            from: [
              { namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] } },
              { podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } },
            ],
          },
        ],
      }),
    ],
  },
];
