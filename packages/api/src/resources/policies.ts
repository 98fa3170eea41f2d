import { ENFORCEMENTS, PolicyParam, Scope, Severity, STAGES, Standards } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { strict } from '../strict.ts';

const params = Type.Object({ id: Type.String() });

/** A change to a policy for a part of the world; the narrowest one wins. */
export const PolicySetting = Type.Object(
  {
    scope: Type.Unsafe<Scope>(Scope),
    enabled: Type.Optional(Type.Boolean()),
    params: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  strict,
);

const counts = Type.Record(Type.String(), Type.Integer(), { description: 'Targets by state, of the clusters in scope' });

export const PolicyRow = Type.Object({
  id: Type.String(),
  title: Type.String(),
  severity: Severity,
  categories: Type.Array(Type.String()),
  stages: Type.Array(Type.Enum([...STAGES])),
  target: Type.String(),
  enabled: Type.Boolean({ description: 'Where no narrower setting says otherwise' }),
  builtIn: Type.Boolean(),
  states: counts,
  settings: Type.Integer({ description: 'Number of settings of its own' }),
});

export const Policy = Type.Object({
  ...PolicyRow.properties,
  rationale: Type.String(),
  remediation: Type.String(),
  message: Type.String(),
  matchConditions: Type.Array(Type.String()),
  variables: Type.Array(Type.Object({ name: Type.String(), expression: Type.String() })),
  expression: Type.String(),
  params: Type.Record(Type.String(), Type.Unsafe<PolicyParam>(PolicyParam)),
  standards: Type.Unsafe<Standards>(Standards),
  enforcement: Type.Record(Type.String(), Type.Enum([...ENFORCEMENTS])),
  examples: Type.Object({ comply: Type.Array(Type.Unknown()), violate: Type.Array(Type.Unknown()) }),
  ownSettings: Type.Array(PolicySetting),
  clusters: Type.Array(Type.Object({ cluster: Type.String(), clusterName: Type.String(), states: counts })),
});

export const resource = defineResource({
  name: 'policies',
  doc: 'Policies, where they are on, and where they fire',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/policies',
      summary: 'Policies; texts follow accept-language (en, ja)',
      permission: 'view',
      query: ListQuery,
      list: {
        id: { type: 'text', doc: 'Id', sortable: true },
        title: { type: 'text', doc: 'Title' },
        severity: { type: 'severity', doc: 'Severity', sortable: true },
        category: { type: 'text', doc: 'Category' },
        target: { type: 'text', doc: 'What one evaluation judges', sortable: true },
        enabled: { type: 'boolean', doc: 'Whether it is on' },
        failing: { type: 'number', doc: 'Targets that violate it', sortable: true },
      },
      answer: Page(PolicyRow),
    },
    get: { method: 'GET', path: '/api/v1/policies/:id', summary: 'One policy', permission: 'view', params, answer: Policy },
    setSettings: {
      method: 'PUT',
      path: '/api/v1/policies/:id/settings',
      summary: 'Replace the settings of a policy: on or off and parameters, by scope',
      permission: 'administer',
      params,
      body: Type.Object({ settings: Type.Array(PolicySetting, { maxItems: 200 }) }, strict),
      answer: Policy,
    },
  },
});
