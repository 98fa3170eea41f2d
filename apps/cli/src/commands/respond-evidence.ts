import type { CommandDefinition, CommandInput } from '../command.ts';
import { ACT_OPTIONS, readWhole, TARGET_OPTIONS } from '../respond/respond-options.ts';
import { runRespond } from '../respond/run-respond.ts';

export const command: CommandDefinition = {
  name: 'respond evidence',
  summary:
    'Keep what can be read of a pod or workload, with a hash of each piece: objects without secret values, events, logs. Changes nothing',
  arguments: [{ name: 'target', doc: 'Pod or workload as kind/name, as pod/web-5d-abc', required: true }],
  options: [
    ...TARGET_OPTIONS,
    { name: 'log-bytes', value: 'number', doc: 'Most bytes of one log (default: 4 MiB)' },
    { name: 'checkpoint', doc: 'Ask the kubelet to checkpoint its containers; what is written on the node holds their memory' },
    ...ACT_OPTIONS,
  ],
  examples: [
    { command: 'breakwater respond evidence pod/web-5d-abc -n shop --reason "incident 42" --yes', doc: 'Before anything is done to it' },
  ],
  run: (input, terminal) => runRespond(input, terminal, { action: 'evidence', params: readParams(input), usual: 'pod' }),
};

function readParams({ options }: CommandInput) {
  const logBytes = readWhole('log-bytes', options['log-bytes'], 16 * 1024 * 1024);
  return { ...(logBytes === undefined ? {} : { logBytes }), ...(options['checkpoint'] === true ? { checkpoint: true } : {}) };
}
