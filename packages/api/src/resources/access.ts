import { Severity } from '@breakwater/model';
import { Type } from 'typebox';
import { ClusterName, Texts } from '../analysis.ts';
import { defineResource } from '../endpoint.ts';
import { strict } from '../strict.ts';

export const Access = Type.Object({
  bindings: Type.Integer({ description: 'Bindings that were judged' }),
  subjects: Type.Array(
    Type.Object({
      kind: Type.String({ description: 'User, Group or ServiceAccount' }),
      namespace: Type.String(),
      name: Type.String(),
      severity: Severity,
      permissions: Type.Array(Type.String(), { description: 'Dangerous ones, as `secrets-read`' }),
      bindings: Texts,
      goals: Type.Array(Type.String(), { description: 'What nobody should reach and these bindings lead to' }),
    }),
    { description: 'Those with dangerous permissions, the most serious first' },
  ),
  risks: Type.Array(
    Type.Object({
      kind: Type.Enum(['dangerous', 'dead', 'stale']),
      name: Type.String(),
      severity: Severity,
      object: Type.String({ description: 'Binding or role' }),
      role: Type.String(),
      subjects: Texts,
      because: Type.String(),
    }),
  ),
});

/** Longest text of audit events, in UTF-16 units. */
export const MAX_AUDIT_TEXT = 20_000_000;

export const AccessUsage = Type.Object({
  events: Type.Integer(),
  from: Type.String({ description: 'Of the first event; empty when none has a time' }),
  to: Type.String(),
  unused: Type.Array(
    Type.Object({
      name: Type.String({ description: 'As `unused-binding`, `unused-rule`, `wide-wildcard`' }),
      binding: Type.String(),
      role: Type.String(),
      because: Type.String(),
      lastUse: Type.String({ description: 'Empty for never' }),
    }),
  ),
  users: Type.Array(
    Type.Object({ name: Type.String(), requests: Type.Integer({ description: 'Distinct ones' }), isProven: Type.Boolean() }),
    { description: 'Users that were seen' },
  ),
  more: Type.Integer({ description: 'Rows that are left out' }),
  problems: Texts,
});

export const resource = defineResource({
  name: 'access',
  doc: 'Who may do what in a cluster by RBAC, and what of it leads too far',
  endpoints: {
    get: {
      method: 'GET',
      path: '/api/v1/access',
      summary: 'Subjects with dangerous permissions, rules without effect and bindings to nothing',
      permission: 'view',
      query: Type.Object(
        {
          cluster: ClusterName,
          system: Type.Optional(
            Type.Enum(['hide', 'show'], { description: 'Whether to tell of bindings too that are as Kubernetes ships them' }),
          ),
        },
        strict,
      ),
      answer: Access,
    },
    usage: {
      method: 'POST',
      path: '/api/v1/access/usage',
      summary: 'What of the permissions audit events show to be used, and what nobody used',
      permission: 'view',
      readOnly: true,
      maxBytes: 40_000_000,
      body: Type.Object(
        { cluster: ClusterName, text: Type.String({ maxLength: MAX_AUDIT_TEXT, description: 'Audit events, one JSON object a line' }) },
        strict,
      ),
      answer: AccessUsage,
    },
  },
});
