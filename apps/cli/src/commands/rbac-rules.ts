import { FORMAT_OPTION, isUncertain, renderAnswer } from '../answer.ts';
import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { readAccess } from '../rbac/read-access.ts';
import { RBAC_NAMESPACE_OPTION } from '../rbac/read-question.ts';
import { CHAIN_COLUMNS, toChain, toChainCells } from '../rbac/render-access.ts';
import { readUser, USER_OPTIONS } from '../rbac/user-options.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

const MASTERS = 'system:masters';

export const command: CommandDefinition = {
  name: 'rbac rules',
  summary: 'List what somebody may do by the roles and bindings given: every rule, and where it comes from',
  arguments: [{ name: 'path', doc: 'Files or folders with roles and bindings, `-` for standard input', required: true, variadic: true }],
  options: [...USER_OPTIONS, RBAC_NAMESPACE_OPTION, ...RENDER_OPTIONS, FORMAT_OPTION],
  examples: [
    {
      command: 'breakwater rbac rules --as system:serviceaccount:shop:web -n shop rbac/',
      doc: 'What may the web workload do in its namespace?',
    },
    { command: 'breakwater rbac rules --as-group system:authenticated rbac/', doc: 'What may everybody do who has logged in?' },
  ],
  run: async (input, terminal) => {
    const user = readUser(input);
    const namespace = String(input.options['namespace'] ?? '');
    if (input.arguments.length === 0) throw new UsageError('name the files with roles and bindings, or - for standard input');
    const { authorizer, problems, locate } = await readAccess(input.arguments, input, terminal);
    const rules = authorizer.listRules(user, namespace);
    const who = user.name === '' ? user.groups.join(', ') : user.name;
    const masters = user.groups.includes(MASTERS) ? `; as a member of ${MASTERS}: everything` : '';
    await terminal.stdout(
      renderAnswer(input.options['format'], {
        schema: 'breakwater/rbac-rules',
        results: rules.map(rule => toChain(rule, locate)),
        heading: `${who} ${namespace === '' ? 'cluster-wide' : `-n ${namespace}`}: ${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}${masters}`,
        columns: CHAIN_COLUMNS,
        rows: rules.map(rule => toChainCells(rule, locate)),
        problems,
      }),
    );
    return isUncertain(problems) ? EXIT.couldNotLook : EXIT.nothing;
  },
};
