import { type Answer, baselines, type Client, type Condition, formatFilter } from '@breakwater/api';
import { nameSubject } from '@breakwater/behavior';
import type { BehaviorBaseline } from '@breakwater/model';
import { listOption } from '../check/judge-options.ts';
import { type ArgumentDefinition, type CommandInput, type OptionDefinition, type Terminal, UsageError } from '../command.ts';
import type { ExitCode } from '../exit-code.ts';
import { findServer, reportRefusal, SERVER_OPTIONS } from '../server/connect-server.ts';
import { BASELINES_ARGUMENT } from './baseline-options.ts';

export type ServerBaseline = Answer<typeof baselines.endpoints.list>['results'][number];

/** A file of baselines, or none for those of a server. */
export const FILE_OR_SERVER: ArgumentDefinition = {
  ...BASELINES_ARGUMENT,
  doc: `${BASELINES_ARGUMENT.doc}; those of a server when absent`,
  required: false,
};

export const BASELINE_SERVER_OPTIONS: readonly OptionDefinition[] = [
  { name: 'cluster', value: 'name', doc: 'Of a server: only in this cluster, by id or name' },
  ...SERVER_OPTIONS,
];

/** Baselines that one command looks at; more are no answer that anybody reads. */
const MAX_BASELINES = 500;
const PAGE = 100;

/** The server to ask where no file is named. Throws UsageError where there is none of both. */
export async function askServer(input: CommandInput, terminal: Terminal): Promise<Client> {
  const client = await findServer(input, terminal.language);
  if (client === undefined) throw new UsageError('name a file of baselines, or a server: --server does, or BREAKWATER_URL');
  return client;
}

/** What a server refuses is told in its words. */
export async function orRefusal(terminal: Terminal, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (cause) {
    return reportRefusal(cause, terminal);
  }
}

/** Those of a server that were asked for, the newest first. Throws UsageError where there are none of a name, or too many. */
export async function listServerBaselines(client: Client, input: CommandInput): Promise<readonly ServerBaseline[]> {
  const names = listOption(input, 'workload');
  const cluster = input.options['cluster'];
  const where: readonly Condition[] = typeof cluster === 'string' ? [{ field: 'cluster', operator: '=', values: [cluster] }] : [];
  const found = new Map<string, ServerBaseline>();
  for (const name of names.length === 0 ? [undefined] : names) {
    const some = await readAll(client, [...where, ...(name === undefined ? [] : toConditions(name))]);
    if (name !== undefined && some.length === 0) throw new UsageError(`--workload: the server has no baseline of '${name}'`);
    for (const one of some) found.set(one.id, one);
  }
  if (found.size > MAX_BASELINES)
    throw new UsageError(`the server has more than ${MAX_BASELINES} baselines of that: name some with --workload`);
  return [...found.values()].toSorted((a, b) => (a.lastSeen < b.lastSeen ? 1 : -1));
}

/** The newest version of each container. */
export function chooseNewest(all: readonly ServerBaseline[]): readonly ServerBaseline[] {
  const byContainer = Map.groupBy(all, ({ cluster, namespace, workload, container }) =>
    JSON.stringify([cluster, namespace, workload, container]),
  );
  return [...byContainer.values()].flatMap(([newest]) => newest ?? []);
}

export async function readServerBaseline(client: Client, { id }: Pick<ServerBaseline, 'id'>): Promise<BehaviorBaseline> {
  return client.call(baselines.endpoints.export, { params: { id } });
}

/** As those of a file. */
export async function readServerBaselines(client: Client, input: CommandInput): Promise<readonly BehaviorBaseline[]> {
  const whole: BehaviorBaseline[] = [];
  for (const one of await listServerBaselines(client, input)) whole.push(await readServerBaseline(client, one));
  return whole.toSorted((a, b) => (nameSubject(a.subject) < nameSubject(b.subject) ? -1 : 1));
}

async function readAll(client: Client, conditions: readonly Condition[]): Promise<readonly ServerBaseline[]> {
  const filter = conditions.length === 0 ? {} : { filter: formatFilter(conditions) };
  const all: ServerBaseline[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { ...filter, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const page = await client.call(baselines.endpoints.list, { query });
    all.push(...page.results);
    cursor = page.next;
    if (cursor === undefined || all.length > MAX_BASELINES) return all;
  }
}

/** `shop/Deployment/web`, `shop/Deployment/web/app`, or of a user `User/jo`. */
function toConditions(name: string): readonly Condition[] {
  const [namespace = '', kind, workload, container, ...more] = name.split('/');
  if (kind === undefined || more.length > 0)
    throw new UsageError(`--workload takes a name as shop/Deployment/web or shop/Deployment/web/app, not '${name}'`);
  const is = (field: string, value: string): Condition => ({ field, operator: '=', values: [value] });
  if (workload === undefined) return [is('namespace', ''), is('workload', name)];
  return [
    is('namespace', namespace),
    is('workload', `${kind}/${workload}`),
    ...(container === undefined ? [] : [is('container', container)]),
  ];
}
