import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';
import { strict } from '../strict.ts';

const params = Type.Object({ id: Type.String() });

/** How the sensor of a cluster stands. */
export const CLUSTER_STATES = ['connected', 'syncing', 'away', 'never-seen'] as const;

export const Cluster = Type.Object({
  id: Type.String(),
  name: Type.String(),
  type: Type.Enum(['kubernetes', 'folder']),
  kubernetesVersion: Type.Optional(Type.String()),
  distribution: Type.Optional(Type.String()),
  state: Type.Enum([...CLUSTER_STATES]),
  sensorVersion: Type.Optional(Type.String()),
  capabilities: Type.Array(Type.String()),
  firstSeenAt: Type.String(),
  lastSeenAt: Type.Optional(Type.String()),
  syncedAt: Type.Optional(Type.String({ description: 'When the server’s picture was last known to be whole' })),
  certificateExpiresAt: Type.Optional(Type.String()),
  policyRevision: Type.Optional(Type.Integer({ description: 'That the sensor decides by; the server’s own is in health' })),
  objects: Type.Integer(),
  workloads: Type.Integer(),
  nodes: Type.Integer(),
  violations: Type.Record(Type.String(), Type.Integer(), { description: 'Open ones by severity' }),
  problems: Type.Integer(),
  spool: Type.Optional(Type.Object({ items: Type.Integer(), bytes: Type.Integer(), dropped: Type.Integer() })),
});

export const JoinTokenRow = Type.Object({
  id: Type.String(),
  name: Type.String(),
  createdBy: Type.String(),
  createdAt: Type.String(),
  expiresAt: Type.String(),
  usedBy: Type.Optional(Type.String({ description: 'Cluster that enrolled with it' })),
});

export const resource = defineResource({
  name: 'clusters',
  doc: 'Clusters and how they join',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/clusters',
      summary: 'Clusters',
      permission: 'view',
      query: ListQuery,
      list: {
        name: { type: 'text', doc: 'Name', sortable: true },
        state: { type: 'choice', doc: 'How its sensor stands', choices: CLUSTER_STATES },
      },
      answer: Page(Cluster),
    },
    values: valuesOf('/api/v1/clusters'),
    get: { method: 'GET', path: '/api/v1/clusters/:id', summary: 'One cluster', permission: 'view', params, answer: Cluster },
    update: {
      method: 'PATCH',
      path: '/api/v1/clusters/:id',
      summary: 'Rename a cluster',
      permission: 'administer',
      params,
      body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }) }, strict),
      answer: Cluster,
    },
    delete: {
      method: 'DELETE',
      path: '/api/v1/clusters/:id',
      summary: 'Remove a cluster with everything observed; its sensor is refused from then on',
      permission: 'administer',
      params,
      answer: Type.Null(),
      status: 204,
    },
    listJoinTokens: {
      method: 'GET',
      path: '/api/v1/join-tokens',
      summary: 'Join tokens, without their secrets',
      permission: 'administer',
      query: ListQuery,
      list: { name: { type: 'text', doc: 'Name', sortable: true } },
      answer: Page(JoinTokenRow),
    },
    createJoinToken: {
      method: 'POST',
      path: '/api/v1/join-tokens',
      summary: 'Make a join token: good for one cluster, for a short time',
      permission: 'administer',
      body: Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 200 }),
          minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440, default: 60 })),
        },
        strict,
      ),
      answer: Type.Object({
        joinToken: JoinTokenRow,
        secret: Type.String(),
        command: Type.String({ description: 'To be copied: starts a sensor for the current kubeconfig' }),
      }),
      status: 201,
    },
    deleteJoinToken: {
      method: 'DELETE',
      path: '/api/v1/join-tokens/:id',
      summary: 'End a join token at once',
      permission: 'administer',
      params,
      answer: Type.Null(),
      status: 204,
    },
  },
});
