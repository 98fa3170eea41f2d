import { listExposedWorkloads } from '@breakwater/network';
import { isUncertain, renderAnswer } from '../answer.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { EXPOSURE_COLUMNS, toExposureRows } from '../network/exposure-rows.ts';
import { ANSWER_FORMATS, PATH_ARGUMENT, toFormatOption } from '../network/network-options.ts';
import { readNetwork } from '../network/read-network.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

export const command: CommandDefinition = {
  name: 'network exposure',
  summary:
    'List from where each workload can be reached: internet, node ports, ingress, the whole cluster, and peers that do not exist yet',
  arguments: [PATH_ARGUMENT],
  options: [...RENDER_OPTIONS, toFormatOption(ANSWER_FORMATS)],
  examples: [{ command: 'breakwater network exposure manifests/', doc: 'What is open to whom, and what does no policy protect?' }],
  run: async (input, terminal) => {
    const { cluster, problems } = await readNetwork(input.arguments, input, terminal);
    const exposures = listExposedWorkloads(cluster);
    const entered = exposures.filter(({ entrances }) => entrances.some(({ verdict }) => verdict !== 'closed')).length;
    const open = exposures.filter(({ wholeCluster }) => wholeCluster.length > 0).length;
    const bare = exposures.filter(({ unprotected }) => unprotected.length > 0).length;
    await terminal.stdout(
      renderAnswer(input.options['format'], {
        schema: 'breakwater/network-exposure',
        results: exposures,
        heading: `${exposures.length} workloads: ${entered} reachable from outside, ${open} open to the whole cluster, ${bare} without a policy in some direction`,
        columns: EXPOSURE_COLUMNS,
        rows: exposures.flatMap(toExposureRows),
        problems,
      }),
    );
    return isUncertain(problems) ? EXIT.couldNotLook : EXIT.nothing;
  },
};
