import type { CommandDefinition, CommandInput } from '../command.ts';
import { ACT_OPTIONS, readWhole, TARGET_OPTIONS } from '../respond/respond-options.ts';
import { runRespond } from '../respond/run-respond.ts';

export const command: CommandDefinition = {
  name: 'respond kill',
  summary: 'End one pod by eviction, so that PodDisruptionBudgets hold; its controller makes another',
  arguments: [{ name: 'pod', doc: 'Pod, as web-5d-abc or pod/web-5d-abc', required: true }],
  options: [
    ...TARGET_OPTIONS,
    { name: 'container', value: 'name', doc: 'Only as long as this container is the one that runs now' },
    { name: 'grace', value: 'seconds', doc: 'Time that it gets to end (default: its own)' },
    { name: 'force', doc: 'Delete it where a PodDisruptionBudget or the last ready pod forbids to evict' },
    ...ACT_OPTIONS,
  ],
  examples: [
    { command: 'breakwater respond kill web-5d-abc -n shop --reason "incident 42"', doc: 'Another one takes its place' },
    { command: 'breakwater respond kill web-5d-abc -n shop --grace 0 --force --reason "incident 42" --yes', doc: 'At once' },
  ],
  run: (input, terminal) => runRespond(input, terminal, { action: 'kill-pod', params: readParams(input), usual: 'pod' }),
};

function readParams({ options }: CommandInput) {
  const graceSeconds = readWhole('grace', options['grace'], 3600);
  return {
    ...(typeof options['container'] === 'string' ? { container: { name: options['container'] } } : {}),
    ...(graceSeconds === undefined ? {} : { graceSeconds }),
    ...(options['force'] === true ? { force: true } : {}),
  };
}
