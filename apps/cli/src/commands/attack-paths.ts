import { FAIL_OPTION } from '../answer.ts';
import { answerPaths } from '../attack/answer-paths.ts';
import { ASSUME_OPTION, ATTACK_PATH_ARGUMENT, FROM_OPTION, GRAPH_OPTIONS, LIMIT_OPTION, TO_OPTION } from '../attack/attack-options.ts';
import { readAttack } from '../attack/read-attack.ts';
import { readSearch } from '../attack/read-search.ts';
import type { CommandDefinition } from '../command.ts';
import { GRAPH_FORMATS, toFormatOption } from '../network/network-options.ts';

export const command: CommandDefinition = {
  name: 'attack paths',
  summary: 'List how an attacker gets from outside, or from what he has, to what nobody should reach: every step and what it rests on',
  arguments: [ATTACK_PATH_ARGUMENT],
  options: [FROM_OPTION, TO_OPTION, ASSUME_OPTION, ...GRAPH_OPTIONS, LIMIT_OPTION, FAIL_OPTION, toFormatOption(GRAPH_FORMATS)],
  examples: [
    { command: 'breakwater attack paths manifests/', doc: 'Who gets from outside to the cluster, its nodes or its Secrets?' },
    {
      command: "breakwater attack paths --from shop/web --to 'Secret shop/db' manifests/",
      doc: 'Does somebody who breaks into the web workload reach the password of the database?',
    },
    {
      command: 'breakwater attack paths --assume-breach --format svg manifests/ > paths.svg',
      doc: 'What would each loss lead to, as a picture',
    },
    {
      command: 'breakwater attack paths --to cluster-admin --fail manifests/',
      doc: 'In a pipeline: fail where outside leads to everything',
    },
  ],
  run: async (input, terminal) => {
    const { graph, problems } = await readAttack(input.arguments, input, terminal);
    return await answerPaths(readSearch(input, graph), { schema: 'breakwater/attack-paths', input, terminal, problems });
  },
};
