import { type CutEffect, findMinimumCut, findPaths, MAX_TRIED, tryCuts } from '@breakwater/attack';
import type { Problem } from '@breakwater/model';
import { describeCount, isUncertain, renderAnswer } from '../answer.ts';
import { ASSUME_OPTION, ATTACK_PATH_ARGUMENT, FROM_OPTION, GRAPH_OPTIONS, TO_OPTION } from '../attack/attack-options.ts';
import { readAttack } from '../attack/read-attack.ts';
import { readSearch } from '../attack/read-search.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { ANSWER_FORMATS, toFormatOption } from '../network/network-options.ts';

const UNTRIED: Problem = {
  code: 'changes-not-tried',
  message: `Only the ${MAX_TRIED} changes on most paths were tried. Narrow it down with --from or --to.`,
  source: 'attack',
};

export const command: CommandDefinition = {
  name: 'attack choke-points',
  summary: 'List the changes that stop most attack paths, each tried, and the smallest set that keeps every start from a goal',
  arguments: [ATTACK_PATH_ARGUMENT],
  options: [FROM_OPTION, TO_OPTION, ASSUME_OPTION, ...GRAPH_OPTIONS, toFormatOption(ANSWER_FORMATS)],
  examples: [
    { command: 'breakwater attack choke-points manifests/', doc: 'Which change helps most against an attacker from outside?' },
    {
      command: 'breakwater attack choke-points --assume-breach --to cluster-admin manifests/',
      doc: 'What keeps everybody from cluster-admin?',
    },
  ],
  run: async (input, terminal) => {
    const { graph, problems } = await readAttack(input.arguments, input, terminal);
    const search = readSearch(input, graph);
    const paths = findPaths(search);
    const sets = search.goals.map(goal => findMinimumCut(search, goal));
    const setsOf = ({ cut }: CutEffect) =>
      sets.flatMap(({ goal, cuts = [] }) => (cuts.some(({ change }) => change === cut.change) ? [goal] : []));
    const tried = tryCuts(search, paths);
    const effects = tried.filter(effect => effect.closed.length > 0 || setsOf(effect).length > 0);
    const unstoppable = sets.flatMap(({ goal, cuts }) => (cuts === undefined ? [goal] : []));
    await terminal.stdout(
      renderAnswer(input.options['format'], {
        schema: 'breakwater/attack-choke-points',
        results: effects.map(effect => ({
          change: effect.cut.change,
          weight: effect.cut.weight,
          closes: effect.closed.length,
          onPaths: effect.onPaths,
          goals: [...new Set(effect.closed.map(({ to }) => to))],
          minimumCutOf: setsOf(effect),
        })),
        heading: [
          `${describeCount(paths.length, 'path')}, ${describeCount(effects.length, 'change')} that matter${effects.length === 1 ? 's' : ''}`,
          ...(unstoppable.length === 0 ? [] : [`no set of changes to what is given keeps every start from ${unstoppable.join(', ')}`]),
        ].join('; '),
        columns: ['change', 'closes', 'of', 'weight', 'goals', 'in the smallest set for'],
        rows: effects.map(effect => [
          effect.cut.change,
          String(effect.closed.length),
          String(paths.length),
          String(effect.cut.weight),
          [...new Set(effect.closed.map(({ to }) => to))].join(', '),
          setsOf(effect).join(', '),
        ]),
        problems: tried.length < MAX_TRIED ? problems : [...problems, UNTRIED],
      }),
    );
    return isUncertain(problems) ? EXIT.couldNotLook : EXIT.nothing;
  },
};
