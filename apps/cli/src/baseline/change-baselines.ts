import { type Body, baselines } from '@breakwater/api';
import { describeCount } from '../answer.ts';
import { listOption } from '../check/judge-options.ts';
import { type CommandInput, type Terminal, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { askServer, chooseNewest, listServerBaselines, orRefusal } from './server-baselines.ts';

type Wanted = Body<typeof baselines.endpoints.change>;

/** Asks the server to have baselines changed, the newest version of each container; their sensors do it, now or once they are back. */
export async function changeOnServer(input: CommandInput, terminal: Terminal): Promise<ExitCode> {
  const { reason, by, unlock } = input.options;
  if (typeof reason !== 'string' || reason.trim() === '') throw new UsageError('say why with --reason: it is kept with the change');
  if (by !== undefined) throw new UsageError('--by is of files: a server knows who asks by the token');
  if (listOption(input, 'workload').length === 0) throw new UsageError('name what to change with --workload, as shop/Deployment/web');
  const removed = listOption(input, 'remove');
  const allowed = listOption(input, 'allow');
  const wanted: readonly Omit<Wanted, 'reason'>[] = [
    ...(removed.length === 0 ? [] : [{ change: 'remove' as const, entries: [...removed] }]),
    ...(allowed.length === 0 ? [] : [{ change: 'allow' as const, entries: [...allowed] }]),
    ...(unlock === true ? [{ change: 'unlock' as const }] : [{ change: 'lock' as const }]),
  ];
  return orRefusal(terminal, async () => {
    const client = await askServer(input, terminal);
    const chosen = chooseNewest(await listServerBaselines(client, input));
    for (const { id } of chosen)
      for (const one of wanted) await client.call(baselines.endpoints.change, { params: { id }, body: { ...one, reason: reason.trim() } });
    const names = chosen.map(({ namespace, workload, container, version }) => `${namespace}/${workload}/${container} (${version})`);
    const lines = wanted.map(({ change }) => change).join(', ');
    await terminal.stdout(
      `asked for: ${lines}, of ${describeCount(chosen.length, 'baseline')}; the sensor applies it once it is connected\n`,
    );
    await terminal.stdout(names.map(name => `${name}\n`).join(''));
    return EXIT.nothing;
  });
}
