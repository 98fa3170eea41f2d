import { type Answer, ApiError, type Client, clusters, formatFilter, MAX_LIMIT, responses, session } from '@breakwater/api';
import { nearestName } from '@breakwater/model';
import { type CommandInput, type Terminal, UsageError } from '../command.ts';
import { requireServer } from '../server/connect-server.ts';
import { followResponse, readPatience } from './follow-response.ts';
import { describeTarget } from './render-record.ts';
import type { ListedResponse, Responses } from './responses.ts';

type Cluster = Answer<typeof clusters.endpoints.list>['results'][number];
type Row = Answer<typeof responses.endpoints.list>['results'][number];

const { endpoints } = responses;

/**
 * Responses by way of the server: its rights, its approval, its record; the responder of the cluster does them. Throws UsageError for a cluster that is
 * not known and for who may only ask without saying --ask-approval, ApiError for what the server refuses.
 */
export async function openServerResponses(input: CommandInput, terminal: Terminal): Promise<Responses> {
  const { options } = input;
  const client = await requireServer(input, terminal.language);
  const name = typeof options['cluster'] === 'string' ? options['cluster'] : undefined;
  const cluster = name === undefined ? undefined : await findCluster(client, name);
  const asksApproval = options['ask-approval'] === true;
  const patience = readPatience(input);
  const request = async (wanted: Parameters<Responses['act']>[0], dryRun: boolean) => {
    const { id } = requireAwake(cluster);
    if (!dryRun && !asksApproval) await requireRight(client);
    const body = { cluster: id, ...wanted, dryRun, ...(asksApproval && !dryRun ? { askApproval: true } : {}) };
    return followResponse(client, await client.call(endpoints.request, { body }), patience, terminal);
  };
  return {
    cluster: cluster?.name,
    asksApproval,
    plan: wanted => request(wanted, true),
    act: wanted => request(wanted, false),
    read: async id => {
      const { record, clusterName } = requireOf(cluster, await client.call(endpoints.get, { params: { id } }));
      return { record, cluster: clusterName };
    },
    undo: async (id, reason) =>
      followResponse(client, await client.call(endpoints.undo, { params: { id }, body: { reason } }), patience, terminal),
    list: async withDryRuns => {
      const conditions = [
        ...(cluster === undefined ? [] : [{ field: 'cluster', operator: '=' as const, values: [cluster.id] }]),
        ...(withDryRuns ? [] : [{ field: 'dryRun', operator: '=' as const, values: ['false'] }]),
      ];
      const { results, total } = await client.call(endpoints.list, { query: { filter: formatFilter(conditions), limit: MAX_LIMIT } });
      return { results: results.map(row => toListed(row, cluster === undefined)), total };
    },
    close: async () => {},
  };
}

/** By id, or by a name that only one has. */
async function findCluster(client: Client, wanted: string): Promise<Cluster> {
  const all: Cluster[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { limit: MAX_LIMIT, ...(cursor === undefined ? {} : { cursor }) };
    const page = await client.call(clusters.endpoints.list, { query });
    all.push(...page.results);
    cursor = page.next;
    if (cursor === undefined) break;
  }
  const found = all.filter(({ id, name }) => id === wanted || name === wanted);
  const [first, ...others] = found;
  if (first === undefined) throw new UsageError(describeUnknown(wanted, all));
  if (others.length === 0) return first;
  throw new UsageError(`${found.length} clusters are called '${wanted}': name one by its id, ${found.map(({ id }) => id).join(' or ')}`);
}

const MOST_NAMES = 10;

function describeUnknown(wanted: string, all: readonly Cluster[]): string {
  const names = all.map(({ name }) => name);
  const nearest = nearestName(wanted, names);
  const head = `the server knows no cluster '${wanted}' that you may see`;
  if (nearest !== undefined) return `${head}; did you mean '${nearest}'?`;
  if (names.length === 0) return `${head}, nor any other: a cluster joins by its sensor, and a token sees what its scope holds`;
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `${head}: --cluster takes ${names.slice(0, MOST_NAMES).join(', ')}${more}`;
}

/** What cannot be planned now is not asked for: it would be done later, unseen. */
function requireAwake(cluster: Cluster | undefined): Cluster {
  if (cluster === undefined) throw new UsageError('--cluster says where, by its name or id');
  if (cluster.state !== 'away' && cluster.state !== 'never-seen') return cluster;
  const since = cluster.lastSeenAt === undefined ? '' : ` since ${cluster.lastSeenAt}`;
  throw new ApiError(
    'unavailable',
    `The sensor of '${cluster.name}' is not connected${since}: nothing was asked for.`,
    'See that it runs and reaches the server, or act with a kubeconfig of the cluster.',
  );
}

async function requireRight(client: Client): Promise<void> {
  const { permissions } = await client.call(session.endpoints.get, {});
  if (permissions.includes('respond')) return;
  throw new UsageError('this token may ask for responses, and not act: --ask-approval asks for approval by somebody who may');
}

function requireOf<T extends { readonly id: string; readonly cluster: string; readonly clusterName: string }>(
  cluster: Cluster | undefined,
  found: T,
): T {
  if (cluster === undefined || found.cluster === cluster.id) return found;
  throw new UsageError(`the response ${found.id} is one of cluster '${found.clusterName}', not of '${cluster.name}'`);
}

function toListed(row: Row, withCluster: boolean): ListedResponse {
  const { id, requestedAt, action, state, reverted, undoing, dryRun, requester, reason, message, clusterName } = row;
  const shown = [state, ...(reverted ? ['reverted'] : []), ...(undoing ? ['to be taken back'] : [])].join(', ');
  const target = describeTarget(row);
  return {
    id,
    requestedAt,
    action,
    target: withCluster ? `${clusterName}: ${target}` : target,
    state: dryRun ? 'dry run' : shown,
    by: requester,
    reason,
    message,
  };
}
