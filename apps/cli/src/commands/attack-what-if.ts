import { comparePaths, findGoal, findPaths, type PathChange } from '@breakwater/attack';
import { describeCount, isUncertain, renderAnswer } from '../answer.ts';
import { ASSUME_OPTION, ATTACK_PATH_ARGUMENT, FROM_OPTION, GRAPH_OPTIONS, TO_OPTION } from '../attack/attack-options.ts';
import { toPlainHops } from '../attack/path-rows.ts';
import { readAttack } from '../attack/read-attack.ts';
import { readRemovals } from '../attack/read-removals.ts';
import { readSearch } from '../attack/read-search.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { ANSWER_FORMATS, toFormatOption } from '../network/network-options.ts';

export const command: CommandDefinition = {
  name: 'attack what-if',
  summary: 'Say which attack paths end when an object or a step is taken away, and which other way is left',
  arguments: [ATTACK_PATH_ARGUMENT],
  options: [
    { name: 'remove', value: 'object', doc: "An object, as 'RoleBinding shop/deployers'; may be repeated", repeatable: true },
    {
      name: 'without',
      value: 'step',
      doc: "A step: an edge as exec or E15, a change as choke-points names it, or 'FROM -> TO'; may be repeated",
      repeatable: true,
    },
    FROM_OPTION,
    TO_OPTION,
    ASSUME_OPTION,
    ...GRAPH_OPTIONS,
    toFormatOption(ANSWER_FORMATS),
  ],
  examples: [
    {
      command: "breakwater attack what-if --assume-breach --remove 'ClusterRoleBinding ci-deploys' manifests/",
      doc: 'Which paths end without this binding?',
    },
    { command: 'breakwater attack what-if --without exec manifests/', doc: 'And if nobody could run commands in pods?' },
  ],
  run: async (input, terminal) => {
    const set = await readAttack(input.arguments, input, terminal);
    const { objects, isAllowed } = readRemovals(input, set);
    const search = readSearch(input, set.graph);
    const graph = objects.length === set.objects.length ? set.graph : set.toGraph(objects);
    const changes = comparePaths(findPaths(search), findPaths({ ...moveSearch(search, graph), isAllowed }));
    const count = (verdict: PathChange['verdict']) => changes.filter(change => change.verdict === verdict).length;
    await terminal.stdout(
      renderAnswer(input.options['format'], {
        schema: 'breakwater/attack-what-if',
        results: changes.map(({ from, to, verdict, before, after }) => ({
          from,
          to,
          verdict,
          ...(before === undefined ? {} : { before: toPlainHops(before) }),
          ...(after === undefined ? {} : { after: toPlainHops(after) }),
        })),
        heading: `${describeCount(changes.length, 'path')}: ${count('closed')} closed, ${count('detour')} by another way, ${count('unchanged')} unchanged, ${count('opened')} opened`,
        columns: ['verdict', 'from', 'to', 'before', 'after'],
        rows: changes.map(({ from, to, verdict, before, after }) => [verdict, from, to, describeSteps(before), describeSteps(after)]),
        problems: set.problems,
      }),
    );
    return isUncertain(set.problems) ? EXIT.couldNotLook : EXIT.nothing;
  },
};

type Search = Parameters<typeof findPaths>[0];

/** The same starts and goals in another graph, as far as they are there. */
function moveSearch({ graph, starts, goals }: Search, other: Search['graph']): Search {
  const move = (nodes: readonly number[]) => nodes.flatMap(node => other.find(graph.nodes.get(node)) ?? []);
  return { graph: other, starts: move(starts), goals: goals.map(goal => findGoal(other, goal.name) ?? { ...goal, nodes: [] }) };
}

function describeSteps(path: PathChange['before']): string {
  return path === undefined ? '' : path.hops.map(({ edge, to }) => `${edge} → ${to}`).join(', ');
}
