import type { Answer, responses } from '@breakwater/api';
import { ago, CLUSTERS, HOUR } from './shop.ts';

type Response = Answer<typeof responses.endpoints.get>;

const [production] = CLUSTERS;
const MINUTE = HOUR / 60;

function toResponse(
  change: Partial<Response> & Pick<Response, 'id' | 'action' | 'kind' | 'name' | 'state'>,
  record: Partial<Response['record']>,
): Response {
  const row = {
    cluster: production.id,
    clusterName: production.name,
    namespace: 'shop',
    requester: 'admin',
    automatic: false,
    selfApproved: false,
    dryRun: false,
    reverted: false,
    undoable: false,
    undoing: false,
    reason: 'Incident 42: a miner runs in the image.',
    message: 'no pod of it is left',
    requestedAt: ago(20 * MINUTE),
    updatedAt: ago(19 * MINUTE),
    ...change,
  };
  const { id, action, kind, namespace, name, dryRun, reason, requester, automatic, requestedAt, state, message } = row;
  return {
    ...row,
    record: {
      request: {
        id,
        action,
        target: { apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1', kind, namespace, name },
        params: {},
        reason,
        requestedBy: { type: automatic ? 'policy' : 'user', name: requester },
        dryRun,
        requestedAt,
      },
      revision: 4,
      state,
      message,
      isUndoable: row.undoable,
      steps: [],
      warnings: [],
      refusals: [],
      evidence: [],
      ...record,
    },
  };
}

const scaled = toResponse(
  { id: 'r-1', action: 'scale-to-zero', kind: 'Deployment', name: 'web', state: 'done', undoable: true, reverted: true },
  {
    finishedAt: ago(19 * MINUTE),
    steps: [
      {
        name: 'scale to 0 replicas',
        state: 'done',
        at: ago(19 * MINUTE),
        message: 'done',
        changes: [
          { verb: 'patch', resource: 'deployments.apps', namespace: 'shop', name: 'web', field: 'spec.replicas', before: '3', after: '0' },
          {
            verb: 'patch',
            resource: 'deployments.apps',
            namespace: 'shop',
            name: 'web',
            field: 'metadata.annotations["breakwater.dev/previous-replicas"]',
            before: '',
            after: '3',
          },
        ],
      },
    ],
    warnings: ['Argo CD keeps this object and may put it back: pause its sync, or change it in the repository as well'],
    verification: { state: 'verified', message: 'no pod of it is left' },
    reverted: {
      at: ago(5 * MINUTE),
      by: 'argocd-application-controller',
      message: 'argocd-application-controller has set spec.replicas of Deployment shop/web to 3: pause what keeps it, or respond again',
    },
  },
);

const quarantined = toResponse(
  {
    id: 'r-2',
    action: 'quarantine',
    kind: 'Pod',
    name: 'web-5d9c7b-x2x4q',
    state: 'done',
    undoable: true,
    automatic: true,
    requester: 'miner-runs',
  },
  {
    steps: [
      { name: 'isolate what has the label of this response', state: 'done', changes: [] },
      { name: 'keep evidence', state: 'done', message: '3 of 4 pieces kept', changes: [] },
    ],
    verification: { state: 'requested', message: 'requested, not verified' },
    evidence: [
      { name: 'pod.json', sha256: 'a1'.repeat(32), bytes: 5120, truncated: false },
      { name: 'log-web.txt', sha256: 'b2'.repeat(32), bytes: 1_048_576, truncated: true },
      {
        name: 'processes.json',
        bytes: 0,
        truncated: false,
        note: 'no agent has told of this pod: none runs on its node, or nothing was heard of it since the sensor started',
      },
    ],
  },
);

const rows: readonly Response[] = [
  scaled,
  quarantined,
  toResponse(
    {
      id: 'r-3',
      action: 'restart',
      kind: 'Deployment',
      name: 'cart',
      state: 'pending-approval',
      requester: 'mika',
      message: 'it waits for approval',
    },
    {},
  ),
  toResponse(
    { id: 'r-4', action: 'kill-pod', kind: 'Pod', name: 'db-0', state: 'refused', message: 'StatefulSet db would have 0 ready pods left' },
    {
      refusals: [
        {
          guard: 'minimum-healthy',
          message: 'StatefulSet db would have 0 ready pods left, and keeps at least 1: scale it up first, or force it',
        },
      ],
    },
  ),
];

/** What was done about the shop. */
export const responseLists = { responses: rows };
export const responseHandlers = {
  'responses.request': () => scaled,
  'responses.approve': () => scaled,
  'responses.refuse': () => scaled,
  'responses.undo': () => scaled,
};
