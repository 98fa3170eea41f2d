import { Type } from 'typebox';
import { ClusterName, Texts } from '../analysis.ts';
import { defineResource } from '../endpoint.ts';
import { strict } from '../strict.ts';

const cluster = ClusterName;
const Doubts = Type.Array(Type.String(), { description: 'Why it is not certain; empty when it is' });
const Ports = Type.String({ description: 'As `TCP 80,443; UDP 53`, or `all`' });
const Direction = Type.Enum(['ingress', 'egress']);

const VERDICTS = ['allowed', 'denied', 'implementation-defined'] as const;
const Verdict = Type.Enum([...VERDICTS]);
const Upstream = Type.Enum(['allowed', 'denied']);

/** Longest text of flows, in UTF-16 units. */
export const MAX_FLOW_TEXT = 10_000_000;
/** Longest text of policies that is looked at, in UTF-16 units. */
export const MAX_PREVIEW_TEXT = 500_000;

export const NetworkGraph = Type.Object({
  nodes: Type.Array(
    Type.Object({
      workload: Type.String({ description: 'Id of the workload' }),
      name: Type.String({ description: 'As `namespace/name[Kind]`' }),
      namespace: Type.String(),
      kind: Type.String(),
      isolated: Type.Object(
        { ingress: Type.Boolean(), egress: Type.Boolean() },
        { description: 'Whether some policy limits the direction' },
      ),
      entrance: Type.Optional(
        Type.Enum(['open', 'partly-open', 'closed', 'implementation-defined'], {
          description: 'How far it is open to what is outside of the cluster; absent without a way in',
        }),
      ),
      openToCluster: Type.Boolean({ description: 'Any pod of the cluster may connect to it' }),
    }),
  ),
  edges: Type.Array(
    Type.Object({
      from: Type.Integer({ description: 'Place in `nodes`' }),
      to: Type.Integer(),
      ports: Ports,
      doubts: Doubts,
    }),
    { description: 'What policies let through; pairs that nobody limits are counted in `pairs`' },
  ),
  truncated: Type.Boolean({ description: 'There are more edges than a picture can show: ask for fewer namespaces' }),
  pairs: Type.Array(
    Type.Object({
      from: Type.String({ description: 'Namespace' }),
      to: Type.String(),
      pairs: Type.Integer({ description: 'Of workloads that may connect' }),
      unlimited: Type.Integer({ description: 'Of these, pairs that no policy of either side limits' }),
    }),
  ),
  namespaces: Type.Array(Type.Object({ name: Type.String(), workloads: Type.Integer() })),
  problems: Texts,
});

const ConnectionRows = Type.Object({
  rows: Type.Array(
    Type.Object({
      end: Type.String({ description: 'A workload, addresses, or `{ingress-controller}`' }),
      protocol: Type.String(),
      ports: Type.String({ description: 'As `80,8000-8080`; `1-65535` for all' }),
      verdict: Verdict,
      upstream: Upstream,
      doubts: Doubts,
    }),
  ),
  more: Type.Integer({ description: 'Rows that are left out: too many, or not for whoever asks' }),
});

export const WorkloadConnections = Type.Object({
  out: ConnectionRows,
  in: ConnectionRows,
  policies: Type.Array(Type.Object({ name: Type.String(), directions: Type.Array(Direction) })),
});

const Side = Type.Object({ allowed: Type.Boolean(), because: Type.String() });

export const NetworkExplanation = Type.Object({
  verdict: Verdict,
  upstream: Upstream,
  doubts: Doubts,
  egress: Type.Optional(Side),
  ingress: Type.Optional(Side),
});

const Change = Type.Enum(['added', 'removed', 'changed']);

export const NetworkPreview = Type.Object({
  policies: Type.Array(Type.Object({ name: Type.String(), isNew: Type.Boolean() })),
  counts: Type.Object({ added: Type.Integer(), removed: Type.Integer(), changed: Type.Integer() }),
  changes: Type.Array(
    Type.Object({
      change: Change,
      from: Type.String(),
      to: Type.String(),
      protocol: Type.String(),
      before: Type.String({ description: 'Ports; empty for none' }),
      after: Type.String(),
    }),
    { description: 'The first of them' },
  ),
  truncated: Type.Boolean({ description: 'Not all connections were compared: there are too many' }),
  problems: Texts,
});

export const JudgedFlows = Type.Object({
  flows: Type.Array(
    Type.Object({
      from: Type.String({ description: 'A workload as `namespace/name[Kind]`, else an address or a name' }),
      to: Type.String(),
      protocol: Type.String(),
      port: Type.Integer(),
      count: Type.Integer(),
      lastSeen: Type.String({ description: 'Empty where it is not known' }),
      verdict: Type.Enum([...VERDICTS], { description: 'What policies say today' }),
      wasAllowed: Type.Boolean({ description: 'Whether it came through when it was seen' }),
    }),
    { description: 'Those that policies would not allow first' },
  ),
  more: Type.Integer({ description: 'Flows that are left out' }),
  problems: Texts,
});

export const GeneratedPolicies = Type.Object({
  policies: Type.Array(
    Type.Object({
      name: Type.String(),
      workload: Type.String({ description: 'Empty for the one that denies the rest' }),
      text: Type.String({ description: 'YAML' }),
      because: Texts,
    }),
    { description: 'In the order in which they are to be applied' },
  ),
  tightness: Type.Number({ description: 'From 0 to 1: 1 when nothing beyond what is needed stays possible' }),
  remarks: Texts,
  problems: Texts,
});

export const resource = defineResource({
  name: 'network',
  doc: 'Who may connect to whom in a cluster, by its network policies',
  endpoints: {
    graph: {
      method: 'GET',
      path: '/api/v1/network/graph',
      summary: 'Workloads and what policies let through between them, for a picture',
      permission: 'view',
      query: Type.Object(
        {
          cluster,
          namespaces: Type.Optional(
            Type.String({ maxLength: 5000, description: 'Only these, separated by commas; all of them when absent' }),
          ),
        },
        strict,
      ),
      answer: NetworkGraph,
    },
    connections: {
      method: 'GET',
      path: '/api/v1/network/connections',
      summary: 'What one workload may connect to, and what may connect to it',
      permission: 'view',
      query: Type.Object({ cluster, workload: Type.String({ maxLength: 600, description: 'As `namespace/name[Kind]`' }) }, strict),
      answer: WorkloadConnections,
    },
    explain: {
      method: 'GET',
      path: '/api/v1/network/explain',
      summary: 'Whether one connection is possible, and what decides on each side',
      permission: 'view',
      query: Type.Object(
        {
          cluster,
          from: Type.String({ maxLength: 600, description: 'A workload as `shop/web`, a node, an address, or `{ingress-controller}`' }),
          to: Type.String({ maxLength: 600 }),
          port: Type.Integer({ minimum: 1, maximum: 65_535, description: 'Of the pod, not of a Service' }),
          protocol: Type.Optional(Type.Enum(['TCP', 'UDP', 'SCTP'])),
        },
        strict,
      ),
      answer: NetworkExplanation,
    },
    preview: {
      method: 'POST',
      path: '/api/v1/network/preview',
      summary: 'What policies would open and close if they were applied',
      permission: 'view',
      readOnly: true,
      maxBytes: 2_000_000,
      body: Type.Object(
        {
          cluster,
          text: Type.String({ maxLength: MAX_PREVIEW_TEXT, description: 'Policies as YAML; one of a name that is there takes its place' }),
          removed: Type.Optional(
            Type.Array(Type.String({ maxLength: 600 }), {
              maxItems: 1000,
              description: 'Policies to be deleted, as `NetworkPolicy shop/web`',
            }),
          ),
        },
        strict,
      ),
      answer: NetworkPreview,
    },
    flows: {
      method: 'POST',
      path: '/api/v1/network/flows',
      summary: 'Flows that were seen, with what policies say of each',
      permission: 'view',
      readOnly: true,
      maxBytes: 20_000_000,
      body: Type.Object(
        {
          cluster,
          text: Type.String({
            maxLength: MAX_FLOW_TEXT,
            description: 'One JSON object a line, in our shape or that of `hubble observe -o jsonpb`',
          }),
        },
        strict,
      ),
      answer: JudgedFlows,
    },
    observed: {
      method: 'GET',
      path: '/api/v1/network/observed',
      summary:
        'Connections that agents saw in the last days, and what policies say of them; what was tried counts, whether it came through or not',
      permission: 'view',
      query: Type.Object(
        { cluster, days: Type.Optional(Type.Integer({ minimum: 1, maximum: 30, description: 'Seven when absent' })) },
        strict,
      ),
      answer: JudgedFlows,
    },
    generate: {
      method: 'GET',
      path: '/api/v1/network/generate',
      summary: 'Policies that allow what the workloads of a namespace need and deny the rest',
      permission: 'view',
      query: Type.Object({ cluster, namespace: Type.String({ minLength: 1, maxLength: 63 }) }, strict),
      answer: GeneratedPolicies,
    },
  },
});
