import { Severity } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';

/**
 * Who enforces a policy in a cluster: `native` the API server, whether admission does so too or not, `webhook` Breakwater's admission alone, `pending`
 * nobody yet but soon, `none` nobody, `unknown` where the cluster's sensor has not said, or is away and cannot say.
 */
export const ENFORCED_BY = ['native', 'webhook', 'pending', 'none', 'unknown'] as const;

const Reason = Type.Object({
  code: Type.String({
    description:
      'no-native-form, disabled, no-cluster, no-rights, name-taken, refused, unreachable, no-admission, admission-behind, admission-silent, admission-unregistered, admission-unusable, admission-unknown, not-told',
  }),
  message: Type.String(),
  next: Type.Optional(Type.String({ description: 'A command or setting that changes it' })),
});

export const EnforcementRow = Type.Object({
  id: Type.String({ description: 'Of policy and cluster together' }),
  policy: Type.String(),
  title: Type.String(),
  severity: Severity,
  cluster: Type.String(),
  clusterName: Type.String(),
  action: Type.Enum(['deny', 'warn'], { description: 'The strictest that settings ask for in the cluster' }),
  everywhere: Type.Boolean({ description: 'Whether they ask for something in all of the cluster' }),
  by: Type.Enum([...ENFORCED_BY]),
  native: Type.Optional(
    Type.Object({
      state: Type.String({ description: 'active, pending, impossible, off, failed' }),
      objects: Type.Array(Type.String(), { description: 'ValidatingAdmissionPolicies of the cluster' }),
      warnings: Type.Array(Type.String(), { description: "Of the API server's type check" }),
      exempt: Type.Array(Type.String(), { description: 'Namespaces that are left alone' }),
    }),
  ),
  webhook: Type.Optional(
    Type.Object(
      {
        state: Type.String({ description: 'enforces, behind, silent, unregistered, unusable, unknown' }),
        replicas: Type.Integer({ minimum: 0, description: 'Heard of within the last minute' }),
      },
      { description: "Of Breakwater's admission in the cluster; absent where none was ever heard of" },
    ),
  ),
  reasons: Type.Array(Reason, { description: 'Why it is not enforced natively, or not at all' }),
});

export const resource = defineResource({
  name: 'enforcement',
  doc: 'Which policy is enforced in which cluster, by whom, and why not',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/enforcement',
      summary: 'Policies that settings want refused or warned of, by cluster; those that only inform are not in it',
      permission: 'view',
      query: ListQuery,
      list: {
        policy: { type: 'text', doc: 'Policy, by its id', sortable: true },
        title: { type: 'text', doc: 'Title' },
        severity: { type: 'severity', doc: 'Severity', sortable: true },
        cluster: { type: 'text', doc: 'Cluster, by id or name', sortable: true },
        action: { type: 'text', doc: 'What settings ask for: deny, warn', sortable: true },
        by: { type: 'text', doc: 'Who enforces it: native, webhook, pending, none, unknown', sortable: true },
        reason: { type: 'text', doc: 'Code of a reason why it is not enforced natively' },
      },
      answer: Page(EnforcementRow),
    },
    values: valuesOf('/api/v1/enforcement'),
  },
});
