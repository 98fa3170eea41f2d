import type { CommandDefinition } from '../command.ts';
import { ACT_OPTIONS, TARGET_OPTIONS } from '../respond/respond-options.ts';
import { runRespond } from '../respond/run-respond.ts';

export const command: CommandDefinition = {
  name: 'respond quarantine',
  summary: 'Cut one pod off and let it run: no Service, no connections, another one in its place, evidence kept; can be undone',
  arguments: [{ name: 'pod', doc: 'Pod, as web-5d-abc or pod/web-5d-abc', required: true }],
  options: [
    ...TARGET_OPTIONS,
    { name: 'checkpoint', doc: 'Ask the kubelet to checkpoint its containers; what is written on the node holds their memory' },
    { name: 'force', doc: 'Also when too few ready pods are left' },
    ...ACT_OPTIONS,
  ],
  examples: [
    {
      command: 'breakwater respond quarantine web-5d-abc -n shop --dry-run',
      doc: 'Which labels, Services and policies would be concerned?',
    },
    { command: 'breakwater respond quarantine web-5d-abc -n shop --reason "incident 42"', doc: 'Cut it off, and look at it at leisure' },
  ],
  run: (input, terminal) => {
    const { checkpoint, force } = input.options;
    const params = { ...(checkpoint === true ? { checkpoint } : {}), ...(force === true ? { force } : {}) };
    return runRespond(input, terminal, { action: 'quarantine', params, usual: 'pod' });
  },
};
