import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';

export const resource = defineResource({
  name: 'health',
  doc: 'How the server itself is',
  endpoints: {
    live: {
      method: 'GET',
      path: '/healthz',
      summary: 'The process runs',
      permission: 'public',
      answer: Type.Object({ status: Type.Literal('ok') }),
    },
    ready: {
      method: 'GET',
      path: '/readyz',
      summary: 'Requests can be answered; 503 while not',
      permission: 'public',
      answer: Type.Object({ status: Type.Enum(['ok', 'not-ready']), reason: Type.Optional(Type.String()) }),
    },
    get: {
      method: 'GET',
      path: '/api/v1/health',
      summary: 'Parts of the server and how they are',
      permission: 'view',
      answer: Type.Object({
        version: Type.String(),
        startedAt: Type.String(),
        policyRevision: Type.Integer(),
        database: Type.Object({ embedded: Type.Boolean(), version: Type.String(), bytes: Type.Integer(), schema: Type.Integer() }),
        sensors: Type.Object({ connected: Type.Integer(), known: Type.Integer() }),
        scanners: Type.Object({
          connected: Type.Integer(),
          known: Type.Integer(),
          advisories: Type.Optional(
            Type.String({ description: 'When the newest advisory database of a scanner was built; absent when none has any' }),
          ),
          hint: Type.Optional(Type.String({ description: 'What to do so that images are read and matched' })),
        }),
        queues: Type.Array(Type.Object({ name: Type.String(), waiting: Type.Integer(), failed: Type.Integer() })),
        memory: Type.Integer({ description: 'Bytes' }),
      }),
    },
    metrics: { method: 'GET', path: '/metrics', summary: 'Metrics as Prometheus reads them', permission: 'view', answer: Type.String() },
    openapi: {
      method: 'GET',
      path: '/api/v1/openapi.json',
      summary: 'This contract as OpenAPI 3.1',
      permission: 'self',
      answer: Type.Record(Type.String(), Type.Unknown()),
    },
  },
});
