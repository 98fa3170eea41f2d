import { ComplianceHead, Problem, State } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { strict } from '../strict.ts';

export const ComplianceScore = Type.Object({
  framework: Type.String(),
  controls: Type.Integer(),
  states: Type.Record(Type.String(), Type.Integer(), { description: 'Controls by state' }),
  passed: Type.Integer({ description: 'Controls that pass' }),
  judged: Type.Integer({ description: 'Controls that pass or fail by evidence, or fail and are accepted: what `passed` is a part of' }),
  undecided: Type.Integer({ description: 'Controls of which nothing is proven' }),
});

const ofCluster = Type.Object({ cluster: Type.String({ description: 'Id' }) }, strict);

export const resource = defineResource({
  name: 'compliance',
  doc: 'Where each cluster stands against each framework, how that went, and proof that nothing was altered',
  endpoints: {
    coverage: {
      method: 'GET',
      path: '/api/v1/compliance',
      summary: 'Frameworks by cluster, as the last run found them',
      permission: 'view',
      answer: Type.Object({
        clusters: Type.Array(
          Type.Object({
            cluster: Type.String(),
            clusterName: Type.String(),
            frameworks: Type.Array(
              Type.Object({ run: Type.String(), sequence: Type.Integer(), finishedAt: Type.String(), score: ComplianceScore }),
            ),
          }),
        ),
      }),
    },
    frameworks: {
      method: 'GET',
      path: '/api/v1/compliance/frameworks',
      summary: 'Frameworks that a cluster can be held against; texts follow accept-language (en, ja)',
      permission: 'view',
      answer: Type.Object({
        frameworks: Type.Array(Type.Object({ id: Type.String(), title: Type.String(), controls: Type.Integer() })),
      }),
    },
    trend: {
      method: 'GET',
      path: '/api/v1/compliance/trend',
      summary: 'How a cluster stood against a framework, run by run, the oldest first',
      permission: 'view',
      query: Type.Object({ cluster: Type.String(), framework: Type.String() }, strict),
      answer: Type.Object({
        points: Type.Array(
          Type.Object({ run: Type.String(), sequence: Type.Integer(), finishedAt: Type.String(), score: ComplianceScore }),
        ),
      }),
    },
    responsibility: {
      method: 'GET',
      path: '/api/v1/compliance/responsibility',
      summary:
        'Who answers for what on a cluster, and where each share of yours stands by its last runs; texts follow accept-language (en, ja)',
      permission: 'view',
      query: ofCluster,
      answer: Type.Object({
        kind: Type.Enum(['self-managed', 'eks', 'gke', 'aks', 'openshift']),
        missing: Type.Array(Type.String(), { description: 'Frameworks that show where it stands, and that no run has looked at' }),
        areas: Type.Array(
          Type.Object({
            area: Type.String(),
            title: Type.String(),
            owner: Type.Enum(['you', 'provider', 'shared']),
            share: Type.String({ description: 'What is yours of it; what the provider does where nothing is' }),
            state: Type.Optional(State),
            states: Type.Record(Type.String(), Type.Integer(), { description: 'Controls by state' }),
          }),
        ),
      }),
    },
    head: {
      method: 'GET',
      path: '/api/v1/compliance/head',
      summary: 'The signed end of the runs of a cluster; kept elsewhere, it proves that nothing was cut off since',
      permission: 'view',
      query: ofCluster,
      answer: Type.Object({ head: ComplianceHead, publicKey: Type.String({ description: 'PEM' }) }),
    },
    verification: {
      method: 'POST',
      path: '/api/v1/compliance/verification',
      summary: 'Whether the runs of a cluster are as they were written',
      permission: 'view',
      readOnly: true,
      body: Type.Object(
        { cluster: Type.String(), heads: Type.Optional(Type.Array(ComplianceHead, { maxItems: 100, description: 'Exported earlier' })) },
        strict,
      ),
      answer: Type.Object({
        isIntact: Type.Boolean(),
        records: Type.Integer(),
        provenTo: Type.Optional(Type.Integer({ description: 'Run up to which an exported head proves that nothing was cut off' })),
        problems: Type.Array(Problem),
      }),
    },
  },
});
