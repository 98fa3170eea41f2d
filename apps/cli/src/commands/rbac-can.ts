import type { Decision, Grant, User } from '@breakwater/rbac';
import { FORMAT_OPTION, isUncertain, renderAnswer } from '../answer.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { readAccess } from '../rbac/read-access.ts';
import { NAME_OPTION, RBAC_NAMESPACE_OPTION, RESOURCE_ARGUMENTS, readQuestion } from '../rbac/read-question.ts';
import { CHAIN_COLUMNS, formatRequest, toChain, toChainCells } from '../rbac/render-access.ts';
import { readUser, USER_OPTIONS } from '../rbac/user-options.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

export const command: CommandDefinition = {
  name: 'rbac can',
  summary: 'Say whether somebody may do something by the roles and bindings given, and through which of them; ends with 1 for no',
  arguments: RESOURCE_ARGUMENTS,
  options: [...USER_OPTIONS, RBAC_NAMESPACE_OPTION, NAME_OPTION, ...RENDER_OPTIONS, FORMAT_OPTION],
  examples: [
    { command: 'breakwater rbac can create pods/exec -n shop --as ann rbac/', doc: 'May ann start a shell in the pods of shop?' },
    {
      command: 'breakwater rbac can get secrets tls -n shop --as system:serviceaccount:shop:web rbac/',
      doc: 'May the service account of the web workload read that secret?',
    },
  ],
  run: async (input, terminal) => {
    const user = readUser(input);
    const { request, paths } = readQuestion(input);
    const { authorizer, problems, locate } = await readAccess(paths, input, terminal);
    const decision = authorizer.authorize(user, request);
    const grants = authorizer.listGrants(user, request);
    const asked = `${describeUser(user)}: ${formatRequest(request)}`;
    await terminal.stdout(
      renderAnswer(input.options['format'], {
        schema: 'breakwater/rbac-can',
        results: [
          { ...user, request, allowed: decision.allowed, errors: decision.errors, grants: grants.map(grant => toChain(grant, locate)) },
        ],
        heading: [`${decision.allowed ? 'yes' : 'no'}  ${asked}`, ...explain(decision, grants)].join('\n'),
        columns: ['allowed', ...CHAIN_COLUMNS],
        rows: listRows(
          decision,
          grants.map(grant => toChainCells(grant, locate)),
          input.options['format'] === 'table',
        ),
        problems,
      }),
    );
    if (decision.allowed) return EXIT.nothing;
    return isUncertain(problems) ? EXIT.couldNotLook : EXIT.findings;
  },
};

function describeUser({ name, groups }: User): string {
  return name === '' ? groups.join(', ') : name;
}

/** What the rows do not say. */
function explain({ allowed, errors }: Decision, grants: readonly Grant[]): readonly string[] {
  const masters = allowed && grants.length === 0 ? ['    members of system:masters may do everything'] : [];
  return [...masters, ...errors.map(error => `    a binding of this user gives nothing: ${error}`)];
}

/** Programs get a line for every answer, also where no role gave it; people have read it above. */
function listRows({ allowed }: Decision, chains: readonly (readonly string[])[], isForPeople: boolean): readonly (readonly string[])[] {
  const answer = allowed ? 'yes' : 'no';
  if (chains.length === 0) return isForPeople ? [] : [[answer, '', '', '', '']];
  return chains.map(cells => [answer, ...cells]);
}
