import { Enforcement, PolicyParam, Severity, STAGES, Standards } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';
import { DryRun, DryRunRequest, ImportReport, PolicyCheck, PolicySetting, PolicyText } from '../policy-authoring.ts';
import { WhatIf, WhatIfRequest } from '../policy-what-if.ts';
import { strict } from '../strict.ts';

const params = Type.Object({ id: Type.String() });

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
  enforcement: Type.Unsafe<Enforcement>({ ...Enforcement, description: 'Where no narrower setting says otherwise' }),
  settings: Type.Integer({ description: 'Number of settings of its own' }),
  revision: Type.Optional(Type.Integer({ description: 'Of the text, for those of the user; grows with every change' })),
  updatedBy: Type.Optional(Type.String()),
  updatedAt: Type.Optional(Type.String()),
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
        builtIn: { type: 'boolean', doc: 'Whether it ships with Breakwater' },
        enforcement: {
          type: 'text',
          doc: 'What is done when an object that violates it is deployed, where no narrower setting says otherwise',
          sortable: true,
        },
        failing: { type: 'number', doc: 'Targets that violate it', sortable: true },
      },
      answer: Page(PolicyRow),
    },
    values: valuesOf('/api/v1/policies'),
    get: { method: 'GET', path: '/api/v1/policies/:id', summary: 'One policy', permission: 'view', params, answer: Policy },
    setSettings: {
      method: 'PUT',
      path: '/api/v1/policies/:id/settings',
      summary: 'Replace the settings of a policy: on or off, parameters and enforcement, by scope',
      permission: 'administer',
      params,
      body: Type.Object({ settings: Type.Array(PolicySetting, { maxItems: 200 }) }, strict),
      answer: Policy,
    },
    source: {
      method: 'GET',
      path: '/api/v1/policies/:id/source',
      summary: 'The text of a policy, to be edited or cloned; of a built-in one as it would be written',
      permission: 'view',
      params,
      answer: Type.Object({ text: Type.String(), builtIn: Type.Boolean(), revision: Type.Optional(Type.Integer()) }),
    },
    export: {
      method: 'GET',
      path: '/api/v1/policy-export',
      summary: 'Policies as YAML documents: those named, or all of the user',
      permission: 'view',
      query: Type.Object({ ids: Type.Optional(Type.String({ maxLength: 100_000, description: 'Separated by commas' })) }, strict),
      answer: Type.Object({ text: Type.String(), policies: Type.Integer() }),
    },
    create: {
      method: 'POST',
      path: '/api/v1/policies',
      summary: 'Add a policy; its id is in the text',
      permission: 'administer',
      body: Type.Object({ text: PolicyText }, strict),
      answer: Policy,
      status: 201,
    },
    replace: {
      method: 'PUT',
      path: '/api/v1/policies/:id',
      summary: 'Replace the text of a policy of the user, unless somebody else has changed it since it was read',
      permission: 'administer',
      params,
      body: Type.Object({ text: PolicyText, revision: Type.Integer({ description: 'As it was read' }) }, strict),
      answer: Policy,
    },
    delete: {
      method: 'DELETE',
      path: '/api/v1/policies/:id',
      summary: 'Remove a policy of the user with its settings; its violations are resolved',
      permission: 'administer',
      params,
      answer: Type.Null(),
      status: 204,
    },
    import: {
      method: 'POST',
      path: '/api/v1/policies/import',
      summary: 'Add several policies from YAML documents or a list, all or none',
      permission: 'administer',
      maxBytes: 4 * 1024 * 1024,
      body: Type.Object(
        {
          text: Type.String({ minLength: 1 }),
          replace: Type.Optional(Type.Boolean({ description: 'Put those that exist in the place of the old ones instead of refusing' })),
        },
        strict,
      ),
      answer: ImportReport,
    },
    check: {
      method: 'POST',
      path: '/api/v1/policies/check',
      summary: 'What is wrong with the text of a policy, and what its examples come to; nothing is saved',
      permission: 'administer',
      readOnly: true,
      body: Type.Object(
        {
          // Long texts are told by the answer, so that an editor can show it.
          text: Type.String(),
          id: Type.Optional(Type.String({ description: 'Policy that the text is to replace; absent for a new one' })),
        },
        strict,
      ),
      answer: PolicyCheck,
    },
    whatIf: {
      method: 'POST',
      path: '/api/v1/policies/:id/what-if',
      summary:
        'What would have been refused if the policy had been set to refuse: requests of the last days, and objects that exist; nothing is saved',
      permission: 'administer',
      readOnly: true,
      params,
      body: WhatIfRequest,
      answer: WhatIf,
    },
    dryRun: {
      method: 'POST',
      path: '/api/v1/policies/dryrun',
      summary: 'What a change of a policy would open and close on the clusters as they are now; nothing is saved',
      permission: 'administer',
      readOnly: true,
      body: DryRunRequest,
      answer: DryRun,
    },
  },
});
