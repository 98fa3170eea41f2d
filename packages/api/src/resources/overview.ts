import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { strict } from '../strict.ts';
import { WorkloadRow } from './workloads.ts';

export const resource = defineResource({
  name: 'overview',
  doc: 'What a person sees first',
  endpoints: {
    get: {
      method: 'GET',
      path: '/api/v1/overview',
      summary: 'Figures of everything in scope',
      permission: 'view',
      query: Type.Object({ cluster: Type.Optional(Type.String()) }, strict),
      answer: Type.Object({
        clusters: Type.Integer(),
        nodes: Type.Integer(),
        namespaces: Type.Integer(),
        workloads: Type.Integer(),
        images: Type.Integer(),
        severities: Type.Record(Type.String(), Type.Integer(), { description: 'Open violations by severity' }),
        categories: Type.Array(Type.Object({ category: Type.String(), severities: Type.Record(Type.String(), Type.Integer()) }), {
          description: 'The fullest first',
        }),
        states: Type.Record(Type.String(), Type.Integer(), { description: 'Violations by state' }),
        opened: Type.Array(Type.Object({ day: Type.String(), opened: Type.Integer(), resolved: Type.Integer() }), {
          description: 'Last 14 days, the oldest first',
        }),
        mostAtRisk: Type.Array(WorkloadRow, { maxItems: 10 }),
        problems: Type.Integer({ description: 'What could not be looked at' }),
        notEvaluated: Type.Integer({ description: 'Targets that policies could not decide about' }),
      }),
    },
  },
});
