import { FAIL_OPTION } from '../answer.ts';
import { answerPaths } from '../attack/answer-paths.ts';
import { FROM_OPTION, GRAPH_OPTIONS, LIMIT_OPTION, TO_OPTION } from '../attack/attack-options.ts';
import { readAttack } from '../attack/read-attack.ts';
import { readSearch } from '../attack/read-search.ts';
import type { CommandDefinition } from '../command.ts';
import { GRAPH_FORMATS, toFormatOption } from '../network/network-options.ts';

export const command: CommandDefinition = {
  name: 'rbac paths',
  summary: 'List by which roles and detours users, groups and service accounts become more than they are',
  arguments: [{ name: 'path', doc: 'Files or folders with roles and bindings, `-` for standard input', required: true, variadic: true }],
  options: [FROM_OPTION, TO_OPTION, ...GRAPH_OPTIONS, LIMIT_OPTION, FAIL_OPTION, toFormatOption(GRAPH_FORMATS)],
  examples: [
    { command: 'breakwater rbac paths --to cluster-admin rbac/', doc: 'Who becomes cluster-admin, and how?' },
    { command: "breakwater rbac paths --from 'Group developers' rbac/", doc: 'What can the developers make of what they have?' },
  ],
  run: async (input, terminal) => {
    const { graph, problems } = await readAttack(input.arguments, input, terminal);
    const search = readSearch({ ...input, options: { ...input.options, 'assume-breach': true } }, graph);
    const starts = search.starts.filter(start => graph.nodes.get(start).kind === 'subject' || input.options['from'] !== undefined);
    return await answerPaths({ ...search, starts }, { schema: 'breakwater/rbac-paths', input, terminal, problems });
  },
};
