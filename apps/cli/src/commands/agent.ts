import process from 'node:process';
import type { RunningAgent } from '@breakwater/agent';
import { AGENT_OPTIONS, readAgentOptions } from '../agent/agent-options.ts';
import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { refuseStart } from '../up/refuse-start.ts';
import { runUntilStopped } from '../up/until-stopped.ts';

export const command: CommandDefinition = {
  name: 'agent',
  summary: 'Watch what the containers of this node do, in the kernel, and tell the sensor of the cluster, or print it',
  arguments: [],
  options: [...AGENT_OPTIONS],
  examples: [
    { command: 'sudo breakwater agent --print', doc: 'On a node, without a cluster of ours: what containers do, as lines of JSON' },
    {
      command:
        'breakwater agent --sensor https://breakwater-sensor-roles.breakwater.svc:8444 --sensor-ca ca.pem --token-file token --root /host',
      doc: 'In a pod on each node, with the file system of the host below /host',
    },
  ],
  run: async (input, terminal) => {
    const [{ createLog }, { startAgent }, { collectApart }] = await Promise.all([
      import('@breakwater/daemon'),
      import('@breakwater/agent'),
      import('../agent/collect-apart.ts'),
    ]);
    const options = await readAgentOptions(input, terminal);
    if (process.platform !== 'linux') throw new UsageError('the agent runs on Linux only');
    const { node, root } = options;
    const agent = await startAgent({
      ...options,
      collectFacts: () => collectApart({ root, node }, process.argv[1] ?? ''),
      log: createLog('info'),
    }).catch(refuseStart);
    // Where events are printed nothing else is.
    const say = 'print' in options.to ? terminal.stderr : terminal.stdout;
    await runUntilStopped(
      () => say(`${describeStart(agent)}\n`),
      () => agent.close(),
    );
    return EXIT.nothing;
  },
};

/** A kernel side that failed is started again and again: what else is seen is told meanwhile. */
function describeStart({ node, describe }: RunningAgent): string {
  const failed = describe().problems.find(({ code }) => code === 'kernel-side-ended');
  return failed === undefined ? `watching node ${node}` : `watching node ${node}, not yet what happens in its kernel: ${failed.message}`;
}
