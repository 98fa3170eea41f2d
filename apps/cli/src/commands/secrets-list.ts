import { listLooseCredentials, listNeedlessTokens, listSecrets, readOwnAccess, type SecretReport } from '@breakwater/attack';
import { nameObject } from '@breakwater/inventory';
import { describeCount, FAIL_OPTION, FORMAT_OPTION, renderAnswer, toExitCode } from '../answer.ts';
import { readAttack } from '../attack/read-attack.ts';
import { type CommandDefinition, UsageError } from '../command.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

export const command: CommandDefinition = {
  name: 'secrets list',
  summary:
    'List Secrets with who takes them, who can read them and which of those are exposed, and credentials that stand elsewhere; never a value',
  arguments: [
    { name: 'path', doc: 'Files or folders with workloads, Secrets and roles, `-` for standard input', required: true, variadic: true },
  ],
  options: [
    { name: 'namespace', value: 'name', doc: 'Only those of this namespace' },
    { name: 'at', value: 'time', doc: 'Judge ages and certificates as of this time, as 2026-12-01 (default: now)' },
    ...RENDER_OPTIONS,
    FAIL_OPTION,
    FORMAT_OPTION,
  ],
  examples: [
    { command: 'breakwater secrets list manifests/', doc: 'Who has which Secret, and what is not good about it?' },
    { command: 'breakwater secrets list --namespace shop --format json manifests/', doc: 'Those of one namespace, for programs' },
  ],
  run: async (input, terminal) => {
    const now = readTime(input.options['at']);
    const { cluster, objects, problems } = await readAttack(input.arguments, input, terminal);
    const { authorizer } = readOwnAccess(cluster.inventory, true);
    const namespace = input.options['namespace'];
    const isAsked = (place: string) => namespace === undefined || place.startsWith(`${String(namespace)}/`);
    const secrets = listSecrets(cluster, authorizer, now).filter(secret => isAsked(`${secret.namespace}/`));
    const loose = listLooseCredentials(cluster.inventory).filter(({ object }) => isAsked(object.slice(object.indexOf(' ') + 1)));
    const tokens = listNeedlessTokens(cluster.inventory, authorizer).filter(({ workload }) => isAsked(workload));
    const locate = (index: number) => {
      const location = objects[index]?.locate?.([]);
      return location === undefined ? '' : `${location.file}:${location.line}`;
    };
    await terminal.stdout(
      renderAnswer(input.options['format'], {
        schema: 'breakwater/secrets-list',
        results: [
          ...secrets.map(toPlainSecret),
          ...loose.map(({ object, path, name, index }) => ({ kind: 'credential', object, path, name, source: locate(index) })),
          ...tokens.map(({ workload, account }) => ({ kind: 'needless-token', workload, account })),
        ],
        heading: `${describeCount(secrets.length, 'Secret')}, ${describeCount(loose.length, 'credential')} elsewhere, ${describeCount(tokens.length, 'token')} of accounts without rights`,
        columns: ['what', 'name', 'type or place', 'taken by', 'read by', 'exposed', 'finding', 'because'],
        rows: [
          ...secrets.flatMap(toRows),
          ...loose.map(({ object, path, name }) => ['credential', object, path, '', '', '', 'credential-elsewhere', name]),
          ...tokens.map(({ workload, account }) => [
            'token',
            workload,
            '',
            '',
            '',
            '',
            'token-not-needed',
            `nothing is bound to ServiceAccount ${account}`,
          ]),
        ],
        problems,
      }),
    );
    const found = loose.length > 0 || tokens.length > 0 || secrets.some(({ findings }) => findings.length > 0);
    return toExitCode(found, input, problems);
  },
};

/** Throws UsageError. */
function readTime(value: unknown): number {
  if (value === undefined) return Date.now();
  const time = Date.parse(String(value));
  if (Number.isNaN(time)) throw new UsageError(`--at takes a time such as 2026-12-01, not '${String(value)}'`);
  return time;
}

function toPlainSecret({ namespace, name, type, keys, isKnown, uses, readers, execBy, exposed, findings }: SecretReport) {
  return {
    kind: 'secret',
    namespace,
    name,
    ...(isKnown ? { type, keys } : { missing: true }),
    uses: uses.map(({ by, container, how, keys: taken }) => ({
      by,
      ...(container === '' ? {} : { container }),
      how,
      ...(taken === undefined ? {} : { keys: taken }),
    })),
    readers: readers.map(nameObject),
    execBy: execBy.map(nameObject),
    exposed,
    findings,
  };
}

/** A row for each finding; what is of the Secret stands in the first. */
function toRows({ namespace, name, type, isKnown, uses, readers, exposed, findings }: SecretReport): readonly (readonly string[])[] {
  const users = [...new Set(uses.map(({ by }) => by))];
  const head = [
    'Secret',
    `${namespace}/${name}`,
    isKnown ? type : '(not in the set)',
    users.join(', '),
    readers.map(nameObject).join(', '),
    exposed.join(', '),
  ];
  const [first, ...others] = findings;
  if (first === undefined) return [[...head, '', '']];
  return [
    [...head, first.name, first.because],
    ...others.map(finding => ['Secret', `${namespace}/${name}`, '', '', '', '', finding.name, finding.because]),
  ];
}
