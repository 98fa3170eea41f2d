import { type Answer, type Client, policies } from '@breakwater/api';
import type { Enforcement, Scope } from '@breakwater/model';
import { PROJECT_FILE } from '../check/read-exceptions.ts';
import { type CommandDefinition, type CommandInput, type Terminal, UsageError } from '../command.ts';
import { confirm } from '../confirm.ts';
import { readDays } from '../enforce/read-days.ts';
import { readScope, readStages } from '../enforce/read-enforcement.ts';
import { renderWhatIf } from '../enforce/render-what-if.ts';
import { writeProject } from '../enforce/write-project.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { findServer, reportRefusal, SERVER_OPTIONS } from '../server/connect-server.ts';

export const command: CommandDefinition = {
  name: 'policy enforce',
  summary:
    'Say what is done about violations of a policy: on a server after showing what would have been refused, without one in breakwater.yaml',
  arguments: [{ name: 'id', doc: 'Policy', required: true }],
  options: [
    {
      name: 'at',
      value: 'stage=action',
      doc: 'When, and what: deploy=deny, deploy=warn, deploy=inform, …; may be repeated',
      repeatable: true,
    },
    { name: 'cluster', value: 'name', doc: 'Only in this cluster, by its id; may be repeated', repeatable: true },
    {
      name: 'namespace',
      value: 'name',
      doc: 'Only in this namespace, where * stands for any characters; may be repeated',
      repeatable: true,
    },
    { name: 'label', value: 'key=value', doc: 'Only for objects with this label; may be repeated', repeatable: true },
    { name: 'days', value: 'number', doc: 'Days of requests to look back on', default: '7' },
    { name: 'dry-run', doc: 'Only show what would have been refused' },
    { name: 'yes', short: 'y', doc: 'Do not ask before saving' },
    ...SERVER_OPTIONS,
  ],
  examples: [
    {
      command: 'breakwater policy enforce privileged-container --at deploy=deny --dry-run --server https://breakwater.example.com',
      doc: 'What would have been refused',
    },
    {
      command: 'breakwater policy enforce privileged-container --at deploy=warn --namespace "team-*" --yes',
      doc: 'Warn in some namespaces, without being asked',
    },
    {
      command: 'breakwater policy enforce privileged-container --at deploy=deny',
      doc: 'Without a server: into breakwater.yaml of this folder, for policy export',
    },
  ],
  run: async (input, terminal) => {
    const [id = ''] = input.arguments;
    const enforcement = readStages(input);
    const scope = readScope(input);
    const client = await findServer(input, terminal.language);
    if (client === undefined) return enforceInFile(id, enforcement, scope, input, terminal);
    return enforceOnServer(client, { id, enforcement, scope }, input, terminal).catch(cause => reportRefusal(cause, terminal));
  },
};

async function enforceInFile(
  id: string,
  enforcement: Enforcement,
  scope: Scope,
  { options }: CommandInput,
  terminal: Terminal,
): Promise<ExitCode> {
  if (Object.keys(scope).length > 0)
    throw new UsageError(`${PROJECT_FILE} speaks of everything that is judged by it: name a server for a cluster, namespace or label`);
  const isDryRun = options['dry-run'] === true;
  const text = await writeProject(id, enforcement, isDryRun);
  await terminal.stdout(text);
  await terminal.stderr(
    isDryRun
      ? `nothing is written; without --dry-run this is added to ${PROJECT_FILE}\n`
      : `added to ${PROJECT_FILE}; \`breakwater policy export --vap\` makes it the action of the bindings\n`,
  );
  return EXIT.nothing;
}

type Setting = Answer<typeof policies.endpoints.get>['ownSettings'][number];

interface Wanted {
  readonly id: string;
  readonly enforcement: Enforcement;
  readonly scope: Scope;
}

async function enforceOnServer(
  client: Client,
  { id, enforcement, scope }: Wanted,
  input: CommandInput,
  terminal: Terminal,
): Promise<ExitCode> {
  const { ownSettings } = await client.call(policies.endpoints.get, { params: { id } });
  const settings = mergeSetting(ownSettings, scope, enforcement);
  if (enforcement.deploy === 'deny' || enforcement.deploy === 'warn') {
    const days = readDays(input);
    // What is warned of is what would be refused.
    const asIfDenied = settings.map(setting =>
      isSame(setting.scope, scope) ? { ...setting, enforcement: { ...setting.enforcement, deploy: 'deny' as const } } : setting,
    );
    await terminal.stdout(
      renderWhatIf(await client.call(policies.endpoints.whatIf, { params: { id }, body: { days, settings: asIfDenied } })),
    );
  }
  if (input.options['dry-run'] === true) return EXIT.nothing;
  const stages = Object.entries(enforcement)
    .map(([stage, action]) => `${stage}: ${action}`)
    .join(', ');
  if (!(await confirm(`Set ${id} to ${stages}${describeScope(scope)}?`, 'save it', input, terminal))) {
    await terminal.stderr('nothing was changed\n');
    return EXIT.nothing;
  }
  await client.call(policies.endpoints.setSettings, { params: { id }, body: { settings } });
  await terminal.stdout(`${id} is set to ${stages}${describeScope(scope)}\n`);
  return EXIT.nothing;
}

/** The settings with one that says this for the scope; what it said beside stays. */
function mergeSetting(settings: readonly Setting[], scope: Scope, enforcement: Enforcement): Setting[] {
  const old = settings.find(setting => isSame(setting.scope, scope));
  return [...settings.filter(setting => setting !== old), { ...old, scope, enforcement: { ...old?.enforcement, ...enforcement } }];
}

function isSame(a: Scope, b: Scope): boolean {
  const toKey = (scope: Scope) => JSON.stringify(Object.entries(scope).toSorted(([x], [y]) => (x < y ? -1 : 1)));
  return toKey(a) === toKey(b);
}

function describeScope({ clusters, namespaces, labels }: Scope): string {
  const parts = [
    ...(clusters === undefined ? [] : [`clusters ${clusters.join(', ')}`]),
    ...(namespaces === undefined ? [] : [`namespaces ${namespaces.join(', ')}`]),
    ...(labels === undefined
      ? []
      : [
          `labels ${Object.entries(labels)
            .map(([key, value]) => `${key}=${value}`)
            .join(', ')}`,
        ]),
  ];
  return parts.length === 0 ? '' : ` for ${parts.join(', ')}`;
}
