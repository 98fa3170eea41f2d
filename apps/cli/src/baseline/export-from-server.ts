import { baselines, type Client } from '@breakwater/api';
import { listOption } from '../check/judge-options.ts';
import { type CommandInput, type Terminal, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { toYamlComment } from '../yaml-comment.ts';
import { askServer, chooseNewest, listServerBaselines, orRefusal, type ServerBaseline } from './server-baselines.ts';
import { writeOut } from './write-out.ts';

/** Writes what a server makes of the newest version of one container; it refuses where that would cut what is normal. */
export async function exportFromServer(input: CommandInput, terminal: Terminal): Promise<ExitCode> {
  if (listOption(input, 'workload').length !== 1) throw new UsageError('name one container with --workload, as shop/Deployment/web/app');
  return orRefusal(terminal, async () => {
    const client = await askServer(input, terminal);
    const chosen = chooseNewest(await listServerBaselines(client, input));
    const [first, second] = chosen;
    if (first === undefined) return EXIT.couldNotLook;
    const query = input.options['partial'] === true ? { partial: true } : {};
    if (input.options['as'] === 'network-policy') return exportPolicies(client, first, query, input, terminal);
    if (second !== undefined)
      throw new UsageError(`--workload names ${chosen.length} containers; a profile is of one, as shop/Deployment/web/app`);
    const made = await client.call(baselines.endpoints.seccomp, { params: { id: first.id }, query });
    await writeOut(`${JSON.stringify(made, null, 2)}\n`, input, terminal);
    return EXIT.nothing;
  });
}

/** Of all containers of the workload, since policies speak of pods. */
async function exportPolicies(
  client: Client,
  { id }: ServerBaseline,
  query: { readonly partial?: boolean },
  input: CommandInput,
  terminal: Terminal,
): Promise<ExitCode> {
  const { policies, problems, remarks } = await client.call(baselines.endpoints.policies, { params: { id }, query });
  const head = remarks.map(toYamlComment).join('');
  const texts = policies.map(({ text, because }) => `${because.map(toYamlComment).join('')}${text}`);
  await writeOut([head, ...texts].filter(text => text !== '').join('---\n'), input, terminal);
  await terminal.stderr(problems.map(problem => `${problem}\n`).join(''));
  return problems.length > 0 ? EXIT.couldNotLook : EXIT.nothing;
}
