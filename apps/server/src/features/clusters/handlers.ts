import { clusters } from '@breakwater/api';
import { formatJoinToken } from '@breakwater/protocol';
import type { Principal } from '../../access/principal.ts';
import type { ServerContext } from '../../context.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { isUuid } from '../../list/row-id.ts';
import { toSeverityCounts } from '../../list/severity-counts.ts';
import { listPage, listValues } from '../../list/store.ts';
import { createSecret } from '../../security/secret.ts';
import { addJoinToken } from '../../sensors/enrolment/store.ts';
import {
  type ClusterRecord,
  clustersSource,
  deleteJoinToken,
  findCluster,
  findJoinToken,
  type JoinTokenRecord,
  joinTokensSource,
  removeCluster,
  renameCluster,
} from './store.ts';

const DEFAULT_MINUTES = 60;

export function createClustersFeature({ query, pool, sensors }: ServerContext): Feature {
  const find = async (principal: Principal, id: string): Promise<ClusterRecord> =>
    (await findCluster(query, principal, id)) ?? refuseUnknown('cluster');
  return defineFeature(clusters, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<ClusterRecord>(query, clusters.endpoints.list.list, request, clustersSource(principal));
      return { ...page, results: page.results.map(toCluster) };
    },
    values: ({ principal, query: request }) => listValues(query, clusters.endpoints.list.list, request, clustersSource(principal)),
    get: async ({ principal, params }) => toCluster(await find(principal, params.id)),
    update: async ({ principal, params, body }) => {
      await renameCluster(query, (await find(principal, params.id)).id, body.name);
      return toCluster(await find(principal, params.id));
    },
    delete: async ({ principal, params }) => {
      await removeCluster(query, (await find(principal, params.id)).id);
      return null;
    },
    listJoinTokens: async ({ query: request }) => {
      const page = await listPage<JoinTokenRecord>(query, clusters.endpoints.listJoinTokens.list, request, joinTokensSource);
      return { ...page, results: page.results.map(toJoinToken) };
    },
    createJoinToken: async ({ principal, body }) => {
      const secret = createSecret();
      const expiresAt = new Date(Date.now() + (body.minutes ?? DEFAULT_MINUTES) * 60_000);
      const id = await addJoinToken(pool, { name: body.name, secret, createdBy: principal.person, expiresAt });
      const row = await findJoinToken(query, id);
      if (row === undefined) throw new RequestError('internal', 'The join token was not stored.');
      const text = formatJoinToken({ ...sensors, secret });
      return { joinToken: toJoinToken(row), secret: text, command: `breakwater sensor --join ${text}` };
    },
    deleteJoinToken: async ({ params }) => {
      if (!isUuid(params.id) || !(await deleteJoinToken(query, params.id))) refuseUnknown('join token');
      return null;
    },
  });
}

function toCluster(record: ClusterRecord) {
  const { id, name, type, state, capabilities, firstSeenAt, objects, workloads, nodes, violations, problems, status } = record;
  const { version, distribution, sensorVersion, lastSeenAt, syncedAt, certificateExpiresAt, revision } = record;
  return {
    id,
    name,
    type,
    ...(version === '' ? {} : { kubernetesVersion: version }),
    ...(distribution === '' ? {} : { distribution }),
    state,
    ...(sensorVersion === '' ? {} : { sensorVersion, policyRevision: revision }),
    capabilities,
    firstSeenAt,
    ...(lastSeenAt === null ? {} : { lastSeenAt }),
    ...(syncedAt === null ? {} : { syncedAt }),
    ...(certificateExpiresAt === null ? {} : { certificateExpiresAt }),
    objects,
    workloads,
    nodes,
    violations: toSeverityCounts(violations),
    problems,
    ...(status.spool === undefined ? {} : { spool: status.spool }),
  };
}

function toJoinToken({ usedBy, ...token }: JoinTokenRecord) {
  const { id, name, createdBy, createdAt, expiresAt } = token;
  return { id, name, createdBy, createdAt, expiresAt, ...(usedBy === null ? {} : { usedBy }) };
}
