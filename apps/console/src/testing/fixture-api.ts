import {
  type Answer,
  type Endpoint,
  type health,
  type lifecycle,
  type overview,
  REFUSALS,
  type RefusalCode,
  resources,
} from '@breakwater/api';
import type { Standard } from '@breakwater/model';
import { listAdministration } from './administration.ts';
import { authoringHandlers } from './authoring.ts';
import { baselineHandlers, baselineRows } from './baselines.ts';
import { allRuns, complianceHandlers, scheduleRows } from './compliance.ts';
import { decisionRows, enforcementRows, enforcingHandlers } from './enforcing.ts';
import { buildEstate, type Estate, type Sources } from './estate.ts';
import { identityHandlers } from './identity.ts';
import { networkHandlers } from './network.ts';
import { countSeverities, placeHandlers } from './places.ts';
import { responseHandlers, responseLists } from './responses.ts';
import { type ListRequest, pageOf, type ReadField, valuesOf } from './rows.ts';
import { activityRows, forgetToldEvents, runtimeHandlers } from './runtime.ts';
import { listScanRows, scanHandlers, withoutSettled } from './scan-handlers.ts';
import { ago, CLUSTERS, DAY } from './shop.ts';

export interface FixtureRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface FixtureAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface Fixture {
  answer(request: FixtureRequest): FixtureAnswer;
  /** Changes that were asked for: resource and endpoint. */
  readonly changes: readonly string[];
  /** Logs everybody out. */
  endSession(): void;
  /** Refuses one endpoint from now on, as `violations.list`. */
  refuse(name: string, code: RefusalCode): void;
  /** As it was made: logged in as administrator, nothing refused. */
  reset(): void;
  /** Empties one list from now on. */
  empty(name: string): void;
  setRole(role: 'admin' | 'viewer'): void;
  /** What the server says of its scanners from now on. */
  setScanners(scanners: Scanners): void;
  /** Whether nothing can be answered for want of a database. */
  isDatabaseAway: boolean;
  /** Whether somebody else has set the password of who is logged in. */
  isPasswordReset: boolean;
}

type Scanners = Answer<typeof health.endpoints.get>['scanners'];

type Handler = (input: {
  readonly id: string;
  readonly query: ListRequest & { readonly cluster?: string };
  readonly body: never;
}) => unknown;

/** Answers the contract with a shop, without a network: for tests and pictures. */
export function createFixture(sources: Sources & { readonly standard: Standard }): Fixture {
  const estate = buildEstate(sources);
  const changes: string[] = [];
  const refused = new Map<string, RefusalCode>();
  const emptied = new Set<string>();
  let isLoggedIn = true;
  let role: 'admin' | 'viewer' = 'admin';
  let scanners: Scanners | undefined;
  const listed = listHandlers(estate, sources.standard, () => role);
  const getMe: Handler = input => ({ ...(listed['session.get']?.(input) as object), passwordReset: fixture.isPasswordReset });
  const getHealth: Handler = input => ({ ...(listed['health.get']?.(input) as object), ...(scanners === undefined ? {} : { scanners }) });
  const handlers: Readonly<Record<string, Handler>> = { ...listed, 'session.get': getMe, 'health.get': getHealth };
  const findRefusal = (name: string, body: unknown): RefusalCode | undefined => {
    if (refused.has(name)) return refused.get(name);
    if (name === 'session.create' && (body as { password?: string }).password === 'wrong') return 'wrong-credentials';
    isLoggedIn = name === 'session.create' || (isLoggedIn && name !== 'session.delete');
    if (!isLoggedIn && name !== 'session.delete') return 'unauthenticated';
    return fixture.isPasswordReset && !name.startsWith('session.') ? 'password-reset' : undefined;
  };
  const answer = ({ method, path, query, body }: FixtureRequest): FixtureAnswer => {
    if (fixture.isDatabaseAway) return refuse('unavailable');
    const found = findEndpoint(method, path);
    if (found === undefined) return refuse('not-found');
    const { name, endpoint, id } = found;
    const code = findRefusal(name, body);
    if (code !== undefined) return refuse(code);
    if (method !== 'GET' && endpoint.readOnly !== true) changes.push(name);
    if (name === 'session.changePassword') fixture.isPasswordReset = false;
    if (emptied.has(name)) return { status: 200, body: { results: [], total: 0 } };
    return toAnswer(endpoint, handlers[name]?.({ id, query, body: body as never }));
  };
  const fixture: Fixture = {
    answer,
    changes,
    isDatabaseAway: false,
    isPasswordReset: false,
    endSession: () => {
      isLoggedIn = false;
    },
    refuse: (name, code) => refused.set(name, code),
    reset: () => {
      refused.clear();
      emptied.clear();
      changes.length = 0;
      forgetToldEvents();
      isLoggedIn = true;
      role = 'admin';
      scanners = undefined;
      fixture.isDatabaseAway = false;
      fixture.isPasswordReset = false;
    },
    empty: name => emptied.add(name),
    setScanners: next => {
      scanners = next;
    },
    setRole: next => {
      role = next;
    },
  };
  return fixture;
}

function toAnswer(endpoint: Endpoint, result: unknown): FixtureAnswer {
  if (result === undefined) return endpoint.status === 204 ? { status: 204, body: null } : refuse('not-found');
  if (typeof result === 'object' && result !== null && 'problem' in result) return refuse('bad-filter', String(result.problem));
  return { status: endpoint.status ?? 200, body: result };
}

function refuse(code: RefusalCode, message = `refused: ${code}`): FixtureAnswer {
  return { status: REFUSALS[code], body: { error: { code, message } } };
}

function findEndpoint(
  method: string,
  path: string,
): { readonly name: string; readonly endpoint: Endpoint; readonly id: string } | undefined {
  const all = resources.flatMap(resource =>
    Object.entries(resource.endpoints).map(([name, endpoint]) => [resource, name, endpoint] as const),
  );
  // As the server does it: `/fix-plan/settings` is no plan.
  const exactFirst = all.toSorted(([, , a], [, , b]) => Number(a.path.includes(':')) - Number(b.path.includes(':')));
  for (const [resource, name, endpoint] of exactFirst) {
    const pattern = new RegExp(`^${endpoint.path.replace(/:\w+/g, '([^/]+)')}$`);
    const match = endpoint.method === method ? pattern.exec(path) : null;
    if (match !== null) return { name: `${resource.name}.${name}`, endpoint, id: decodeURIComponent(match[1] ?? '') };
  }
  return undefined;
}

/** Most fields are named as the row's own; the others stand here. */
const readRow: ReadField<object> = (row, field) => {
  const values = row as Readonly<Record<string, unknown>>;
  const special: Readonly<Record<string, unknown>> = {
    cluster: [values['cluster'], values['clusterName']],
    category: values['categories'],
    policy: values['policy'] ?? values['policies'],
    reason: (values['reasons'] as readonly { code: string }[] | undefined)?.map(({ code }) => code),
    violations: Object.values((values['violations'] ?? {}) as Record<string, number>).reduce((sum, count) => sum + count, 0),
    failing: (values['states'] as Record<string, number> | undefined)?.['fail'],
    version: values['kubeletVersion'],
    expiry: (values['exception'] as { expiry?: string } | undefined)?.expiry,
    target: (values['exception'] as { target?: string } | undefined)?.target ?? values['target'],
    image: values['images'],
    ...readScanned(values),
  };
  return (special[field] ?? values[field]) as ReturnType<ReadField<object>>;
};

/** Fields of images and their findings that stand deeper in a row. */
function readScanned(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { scan, base, vulnerabilities, fixedIn, packages } = values;
  const isFinding = Array.isArray(fixedIn);
  return {
    ...(isFinding ? { fixable: fixedIn.length > 0 } : (vulnerabilities as object | undefined)),
    scan: (scan as { state?: string } | undefined)?.state,
    base: (base as { name?: string } | undefined)?.name,
    package: values['package'] ?? packages,
    owner: values['owner'] ?? values['owners'],
  };
}

function listHandlers(estate: Estate, standard: Standard, getRole: () => 'admin' | 'viewer'): Readonly<Record<string, Handler>> {
  const administration = listAdministration(getRole);
  const lists: Readonly<Record<string, readonly object[]>> = {
    clusters: estate.clusters,
    violations: estate.violations,
    workloads: estate.workloads,
    policies: estate.policies,
    images: estate.images,
    namespaces: estate.namespaces,
    nodes: estate.nodes,
    enforcement: enforcementRows,
    admission: decisionRows,
    activity: activityRows,
    baselines: baselineRows,
    complianceRuns: allRuns,
    complianceSchedules: scheduleRows,
    ...listScanRows(estate),
    ...administration.lists,
    ...responseLists,
  };
  const handlers: Record<string, Handler> = {};
  for (const resource of resources) {
    const rows = lists[resource.name] ?? [];
    const { list, get } = resource.endpoints;
    if (list?.list !== undefined)
      handlers[`${resource.name}.list`] = ({ query }) => pageOf(visible(resource.name, rows, query), list.list ?? {}, readRow, query);
    if (resource.endpoints['values'] !== undefined)
      handlers[`${resource.name}.values`] = ({ query }) => valuesOf(rows, readRow, query as never);
    if (get !== undefined) handlers[`${resource.name}.get`] = ({ id }) => rows.find(row => (row as { id: string }).id === id);
  }
  return {
    ...handlers,
    'overview.get': ({ query }) => buildOverview(estate, query.cluster),
    'lifecycle.get': () => buildLifecycle(standard),
    ...administration.handlers,
    ...(responseHandlers as unknown as Readonly<Record<string, Handler>>),
    ...(authoringHandlers as unknown as Readonly<Record<string, Handler>>),
    ...(identityHandlers as unknown as Readonly<Record<string, Handler>>),
    ...(complianceHandlers as unknown as Readonly<Record<string, Handler>>),
    ...(enforcingHandlers as unknown as Readonly<Record<string, Handler>>),
    ...(baselineHandlers as unknown as Readonly<Record<string, Handler>>),
    ...(placeHandlers as unknown as Readonly<Record<string, Handler>>),
    ...(networkHandlers as unknown as Readonly<Record<string, Handler>>),
    ...(runtimeHandlers(readRow) as unknown as Readonly<Record<string, Handler>>),
    ...(scanHandlers(estate, readRow) as unknown as Readonly<Record<string, Handler>>),
    'policies.create': () => estate.policies.find(({ builtIn }) => !builtIn),
    'policies.replace': () => estate.policies.find(({ builtIn }) => !builtIn),
  };
}

/** Without a condition on state only what is open is listed. */
function visible(name: string, rows: readonly object[], { filter = '' }: ListRequest): readonly object[] {
  if (name === 'vulnerabilities' || name === 'fixPlan') return withoutSettled(rows, { filter });
  return name === 'violations' && !filter.includes('state') ? rows.filter(row => (row as { state: string }).state === 'open') : rows;
}

type Overview = Answer<typeof overview.endpoints.get>;

function buildOverview(estate: Estate, cluster: string | undefined): Overview {
  const own = estate.violations.filter(violation => cluster === undefined || violation.cluster === cluster);
  const byCategory = Map.groupBy(own, ({ categories: [first] }) => first ?? 'other');
  return {
    clusters: estate.clusters.length,
    nodes: estate.nodes.length,
    namespaces: estate.namespaces.length,
    workloads: estate.workloads.length,
    images: estate.images.length,
    severities: countSeverities(own),
    categories: [...byCategory]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([category, rows]) => ({ category, severities: countSeverities(rows) })),
    states: { open: own.length },
    opened: Array.from({ length: 14 }, (_, index) => ({
      day: ago((13 - index) * DAY).slice(0, 10),
      opened: (index * 5) % 17,
      resolved: (index * 3) % 11,
    })),
    mostAtRisk: estate.workloads.slice(0, 8),
    problems: 3,
    notEvaluated: 27,
  };
}

type Lifecycle = Answer<typeof lifecycle.endpoints.get>;
const CONTROL_STATES = ['fail', 'pass', 'pass', 'fail', 'review', 'not-evaluated'] as const;

function buildLifecycle({ controls }: Standard): Lifecycle {
  return {
    clusters: CLUSTERS.map(({ id, name }, at) => ({
      cluster: id,
      clusterName: name,
      controls: controls.map((control, index) => {
        const ids = control.policies ?? [];
        const state = control.undecided === undefined ? (CONTROL_STATES[(index + at) % CONTROL_STATES.length] ?? 'pass') : 'undecided';
        return {
          id: control.id,
          group: control.group ?? '',
          title: control.title,
          state,
          reason: control.undecided ?? '',
          failing: state === 'fail' ? index + 1 : 0,
          accepted: index % 2,
          judged: control.undecided === undefined ? 40 : 0,
          policies: ids
            .slice(0, 6)
            .map((policy, position) => ({ id: policy, failing: state === 'fail' && position === 0 ? index + 1 : 0, judged: 40 })),
        };
      }),
    })),
  };
}
