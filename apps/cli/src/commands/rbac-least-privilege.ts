import { readOwnAccess } from '@breakwater/attack';
import { nameObject } from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import { buildLeastRoles, type LeastRoles, listUnused, type UnusedPermission, type Usage } from '@breakwater/rbac';
import { describeCount, isUncertain, renderAnswer } from '../answer.ts';
import { readAttack } from '../attack/read-attack.ts';
import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { toFormatOption } from '../network/network-options.ts';

import { readAuditFile } from '../rbac/read-audit-file.ts';
import { toRoleObjects, writeRoles } from '../rbac/write-roles.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

export const command: CommandDefinition = {
  name: 'rbac least-privilege',
  summary: 'Compare what bindings give with what audit events say was used: what nobody used, and roles that are enough',
  arguments: [{ name: 'path', doc: 'Files or folders with roles and bindings, `-` for standard input', required: true, variadic: true }],
  options: [
    { name: 'audit', value: 'file', doc: 'Audit events of the API server, one JSON object a line, at level Metadata or above; needed' },
    { name: 'user', value: 'name', doc: 'Only for this user, as system:serviceaccount:shop:web' },
    { name: 'expand', doc: 'Whoever got, listed or watched may do all three, whoever updated or patched both, as far as he may today' },
    ...RENDER_OPTIONS,
    toFormatOption(['table', 'yaml', 'json', 'csv', 'markdown']),
  ],
  examples: [
    { command: 'breakwater rbac least-privilege --audit audit.jsonl rbac/', doc: 'Which permissions did nobody use?' },
    {
      command: 'breakwater rbac least-privilege --audit audit.jsonl --user system:serviceaccount:shop:web --format yaml rbac/ > web.yaml',
      doc: 'The role that is enough for one service account',
    },
  ],
  run: async (input, terminal) => {
    const { audit, user, format } = input.options;
    if (audit === undefined) throw new UsageError('say what was used: --audit FILE');
    const set = await readAttack(input.arguments, input, terminal);
    const { usage, problems: auditProblems } = await readAuditFile(String(audit));
    const access = readOwnAccess(set.cluster.inventory, false);
    const unused = listUnused(access.set, access.authorizer, usage, access.isExpected);
    const uses = user === undefined ? usage.uses : usage.uses.filter(use => use.user.name === user);
    if (user !== undefined && uses.length === 0) throw new UsageError(`--user: no event is of '${String(user)}'`);
    const options = { isExpected: access.isExpected, expand: input.options['expand'] === true };
    const roles = buildLeastRoles({ uses }, access.authorizer, options);
    const problems = [...set.problems, ...auditProblems, ...describeWindow(usage, String(audit))];
    if (format === 'yaml') {
      await terminal.stdout(
        writeRoles(roles, [describeUsage(usage), 'What an audit policy leaves out was not seen: compare before you apply.']),
      );
      await terminal.stderr(problems.map(({ code, source, message }) => `${code}  ${source}: ${message}\n`).join(''));
    } else await terminal.stdout(renderUnused(format, { usage, unused, roles, problems }));
    return isUncertain(problems.filter(({ code }) => code !== 'audit-window-short')) ? EXIT.couldNotLook : EXIT.nothing;
  },
};

interface Found {
  readonly usage: Usage;
  readonly unused: readonly UnusedPermission[];
  readonly roles: readonly LeastRoles[];
  readonly problems: readonly Problem[];
}

function renderUnused(format: unknown, { usage, unused, roles, problems }: Found): string {
  return renderAnswer(format, {
    schema: 'breakwater/rbac-least-privilege',
    results: [
      {
        window: { from: usage.from, to: usage.to, events: usage.events, refused: usage.refused },
        unused: unused.map(({ name, binding, rule, words, because, lastUse }) => ({
          name,
          binding: nameObject(binding),
          role: `${binding.roleKind} ${binding.roleName}`,
          ...(rule < 0 ? {} : { rule }),
          ...(words.length === 0 ? {} : { words }),
          because,
          ...(lastUse === '' ? {} : { lastUse }),
        })),
        roles: roles.map(each => ({ user: each.user, requests: each.requests, isProven: each.isProven, objects: toRoleObjects(each) })),
      },
    ],
    heading: `${describeUsage(usage)}: ${unused.length} unused; --format yaml writes roles that are enough for ${describeCount(roles.length, 'user')}`,
    columns: ['what', 'binding', 'role', 'rule', 'because', 'last use'],
    rows: unused.map(({ name, binding, rule, because, lastUse }) => [
      name,
      nameObject(binding),
      `${binding.roleKind} ${binding.roleName}`,
      rule < 0 ? '' : `rules[${rule}]`,
      because,
      lastUse === '' ? 'never' : lastUse,
    ]),
    problems,
  });
}

function describeUsage({ from, to, events, refused }: Usage): string {
  const window = from === '' ? '' : ` from ${from} to ${to}`;
  return `${describeCount(events, 'event')}${window}${refused === 0 ? '' : `, ${describeCount(refused, 'refused request')} left out`}`;
}

/** What happens once a month is not seen in less. */
const DAYS = 30;

function describeWindow({ from, to }: Usage, file: string): readonly Problem[] {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (Number.isNaN(days) || days >= DAYS) return [];
  const message = `The events are of ${days.toFixed(1)} days; failovers and monthly jobs use what is not seen in less than ${DAYS}.`;
  return [{ code: 'audit-window-short', message, source: file }];
}
