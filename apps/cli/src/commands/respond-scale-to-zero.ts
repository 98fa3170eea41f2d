import type { CommandDefinition } from '../command.ts';
import { ACT_OPTIONS, TARGET_OPTIONS } from '../respond/respond-options.ts';
import { runRespond } from '../respond/run-respond.ts';

export const command: CommandDefinition = {
  name: 'respond scale-to-zero',
  summary:
    'Stop every pod of a workload: replicas 0, a CronJob or Job suspended, a DaemonSet sent nowhere; says what it had, and can be undone',
  arguments: [{ name: 'target', doc: 'Workload as kind/name, as deployment/web', required: true }],
  options: [...TARGET_OPTIONS, ...ACT_OPTIONS],
  examples: [
    { command: 'breakwater respond scale-to-zero deployment/web -n shop --dry-run', doc: 'See what would be changed' },
    {
      command: 'breakwater respond scale-to-zero deployment/web -n shop --reason "incident 42"',
      doc: 'Look, confirm, and do it',
    },
    {
      command:
        'breakwater respond scale-to-zero deployment/web -n shop --reason "incident 42" --server https://breakwater.example.com --cluster production',
      doc: 'Without a kubeconfig: the responder of the cluster does it',
    },
  ],
  run: (input, terminal) => runRespond(input, terminal, { action: 'scale-to-zero', params: {} }),
};
