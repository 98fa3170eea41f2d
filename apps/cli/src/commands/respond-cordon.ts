import type { CommandDefinition } from '../command.ts';
import { ACT_OPTIONS } from '../respond/respond-options.ts';
import { runRespond } from '../respond/run-respond.ts';

export const command: CommandDefinition = {
  name: 'respond cordon',
  summary: 'Put no new pod onto a node; those that run there stay. Can be undone',
  arguments: [{ name: 'node', doc: 'Node, as a or node/a', required: true }],
  options: ACT_OPTIONS,
  examples: [{ command: 'breakwater respond cordon worker-3 --reason "incident 42"', doc: 'Keep a node as it is while it is looked at' }],
  run: (input, terminal) => runRespond(input, terminal, { action: 'cordon', params: {}, usual: 'node' }),
};
