import { type CommandDefinition, UsageError } from '../command.ts';
import { isByServer } from '../respond/open-responses.ts';
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
    {
      command:
        'breakwater respond restart deployment/web -n shop --clean --reason "incident 42" --server https://breakwater.example.com --cluster production',
      doc: 'By way of a server: the image is built anew, then all pods are replaced',
    },
  ],
  run: async (input, terminal) => {
    const isClean = input.options['clean'] === true;
    if (isClean && !isByServer(input))
      throw new UsageError(
        '--clean needs a rebuild webhook, which the responder of a cluster has: name the server with --server and --cluster',
      );
    return runRespond(input, terminal, { action: isClean ? 'restart-clean' : 'restart', params: {} });
  },
};
