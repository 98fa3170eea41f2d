import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { toAuditPolicy } from '../install/audit-policy.ts';
import { toYamlComment } from '../yaml-comment.ts';

export const command: CommandDefinition = {
  name: 'install audit-policy',
  summary: 'Print an audit policy for the API server: all that our policies judge, and no more than that',
  arguments: [],
  options: [],
  examples: [{ command: 'breakwater install audit-policy > policy.yaml', doc: 'For --audit-policy-file of the API server' }],
  run: async (_, terminal) => {
    const { toYaml } = await import('@breakwater/policy');
    await terminal.stdout(
      `${toYamlComment('For --audit-policy-file of the API server; the first rule that fits counts')}${toYaml(toAuditPolicy())}`,
    );
    return EXIT.nothing;
  },
};
