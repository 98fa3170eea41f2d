import { type Enforcement, type Scope, STAGE_ENFORCEMENTS, STAGES } from '@breakwater/model';
import { listOption } from '../check/judge-options.ts';
import { type CommandInput, UsageError } from '../command.ts';

/** `deploy=deny`, several of them. Throws UsageError. */
export function readStages(input: CommandInput): Enforcement {
  const given = listOption(input, 'at');
  if (given.length === 0) throw new UsageError('--at says what is done, and when: --at deploy=deny');
  const stages: Record<string, string> = {};
  for (const text of given) {
    const [stage = '', action = ''] = text.split('=');
    const known = STAGES.find(name => name === stage);
    if (known === undefined) throw new UsageError(`--at takes ${STAGES.join(', ')} and an action, as deploy=deny, not '${text}'`);
    const actions: readonly string[] = STAGE_ENFORCEMENTS[known];
    if (!actions.includes(action)) throw new UsageError(`--at ${stage} takes ${actions.join(', ')}, not '${action}'`);
    stages[known] = action;
  }
  return stages as Enforcement;
}

/** Where it is to hold: everywhere without any option. Throws UsageError. */
export function readScope(input: CommandInput): Scope {
  const [clusters, namespaces, labels] = ['cluster', 'namespace', 'label'].map(name => listOption(input, name)) as [
    string[],
    string[],
    string[],
  ];
  const wrong = labels.find(label => !/^[^=]+=/.test(label));
  if (wrong !== undefined) throw new UsageError(`--label takes a label and its value, as tier=front, not '${wrong}'`);
  const pairs = labels.map(label => [label.slice(0, label.indexOf('=')), label.slice(label.indexOf('=') + 1)]);
  return {
    ...(clusters.length === 0 ? {} : { clusters }),
    ...(namespaces.length === 0 ? {} : { namespaces }),
    ...(labels.length === 0 ? {} : { labels: Object.fromEntries(pairs) as Record<string, string> }),
  };
}
