import { type CommandDefinition, UsageError } from '../command.ts';
import { ACT_OPTIONS, TARGET_OPTIONS } from '../respond/respond-options.ts';
import { runRespond } from '../respond/run-respond.ts';

export const command: CommandDefinition = {
  name: 'respond restart',
  summary: 'Roll a workload out anew, so that all of its pods are replaced; a change in a running container is gone with it',
  arguments: [{ name: 'target', doc: 'Workload as kind/name, as deployment/web', required: true }],
  options: [
    ...TARGET_OPTIONS,
    { name: 'clean', doc: 'Have the image built anew first; a responder with a rebuild webhook does it' },
    ...ACT_OPTIONS,
  ],
  examples: [
    { command: 'breakwater respond restart deployment/web -n shop --reason "incident 42"', doc: 'All pods anew, one after the other' },
  ],
  run: (input, terminal) => {
    if (input.options['clean'] === true)
      throw new UsageError(
        '--clean needs a rebuild webhook, which a responder has: ask it in the console, or through the API of the server',
      );
    return runRespond(input, terminal, { action: 'restart', params: {} });
  },
};
