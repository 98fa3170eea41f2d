import { lintCluster } from '@breakwater/network';
import { describeCount, isUncertain, renderAnswer } from '../answer.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { ANSWER_FORMATS, PATH_ARGUMENT, toFormatOption } from '../network/network-options.ts';
import { readNetwork } from '../network/read-network.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

const LEVELS = ['info', 'warning', 'error'] as const;

export const command: CommandDefinition = {
  name: 'network lint',
  summary: 'Find what is probably not meant in network policies: dead rules, selectors that take nobody, names blocked, ways around',
  arguments: [PATH_ARGUMENT],
  options: [
    { name: 'level', value: 'level', doc: 'The lowest level that is told', choices: LEVELS, default: 'warning' },
    ...RENDER_OPTIONS,
    toFormatOption(ANSWER_FORMATS),
  ],
  examples: [
    { command: 'breakwater network lint manifests/', doc: 'Do the policies mean what they say?' },
    { command: 'breakwater network lint --level info --format json manifests/', doc: 'Everything, for programs' },
  ],
  run: async (input, terminal) => {
    const { cluster, problems } = await readNetwork(input.arguments, input, terminal);
    const least = LEVELS.indexOf(input.options['level'] as (typeof LEVELS)[number]);
    const results = lintCluster(cluster).filter(({ level }) => LEVELS.indexOf(level) >= least);
    await terminal.stdout(
      renderAnswer(input.options['format'], {
        schema: 'breakwater/network-lint',
        results,
        heading: `${describeCount(cluster.policies.length, 'policy', 'policies')}, ${describeCount(cluster.workloads.length, 'workload')}: ${describeCount(results.length, 'finding')}`,
        columns: ['level', 'check', 'subject', 'field', 'message', 'source'],
        rows: results.map(({ level, check, subject, path, message, location }) => [
          level,
          check,
          subject,
          path,
          message,
          location === undefined ? '' : `${location.file}:${location.line}`,
        ]),
        problems,
      }),
    );
    if (results.some(({ level }) => level === 'error')) return EXIT.findings;
    return isUncertain(problems) ? EXIT.couldNotLook : EXIT.nothing;
  },
};
