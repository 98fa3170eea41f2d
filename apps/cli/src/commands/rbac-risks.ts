import { type AccessRisks, judgeAccess } from '@breakwater/attack';
import { nameObject } from '@breakwater/inventory';
import type { Binding, DeadRule, RiskHit, Role, StaleBinding } from '@breakwater/rbac';
import { describeCount, FAIL_OPTION, FORMAT_OPTION, renderAnswer, toExitCode } from '../answer.ts';
import { GRAPH_OPTIONS } from '../attack/attack-options.ts';
import { type AttackSet, readAttack } from '../attack/read-attack.ts';
import type { CommandDefinition } from '../command.ts';

export const command: CommandDefinition = {
  name: 'rbac risks',
  summary: 'List dangerous permissions and where they lead, rules that give nothing, and bindings to what is not there',
  arguments: [{ name: 'path', doc: 'Files or folders with roles and bindings, `-` for standard input', required: true, variadic: true }],
  options: [
    { name: 'include-system', doc: 'Tell of bindings and roles too that are as Kubernetes ships them' },
    ...GRAPH_OPTIONS,
    FAIL_OPTION,
    FORMAT_OPTION,
  ],
  examples: [
    { command: 'breakwater rbac risks rbac/', doc: 'Which bindings give more than they should?' },
    {
      command: 'kubectl get clusterroles,clusterrolebindings,roles,rolebindings -A -o json | breakwater rbac risks -',
      doc: 'The same of the cluster that runs',
    },
  ],
  run: async (input, terminal) => {
    const set = await readAttack(input.arguments, input, terminal);
    const risks = judgeAccess(set.cluster.inventory, set.graph, input.options['include-system'] === true);
    const entries = listEntries(risks, set);
    await terminal.stdout(
      renderAnswer(input.options['format'], {
        schema: 'breakwater/rbac-risks',
        results: entries,
        heading: `${describeCount(risks.bindings, 'binding')}: ${risks.hits.length + risks.clouds.length} dangerous, ${describeCount(risks.dead.length, 'rule')} without effect, ${risks.stale.length} stale`,
        columns: ['severity', 'what', 'object', 'role', 'rule', 'who', 'leads to', 'because', 'source'],
        rows: entries.map(entry => [
          entry.severity,
          entry.id === undefined ? entry.name : `${entry.id} ${entry.name}`,
          entry.object,
          entry.role ?? '',
          entry.rule === undefined ? '' : `rules[${entry.rule}]`,
          (entry.subjects ?? []).join(', '),
          (entry.goals ?? []).join(', '),
          entry.because,
          entry.source ?? '',
        ]),
        problems: set.problems,
      }),
    );
    return toExitCode(
      entries.some(({ severity }) => severity !== 'info'),
      input,
      set.problems,
    );
  },
};

interface Entry {
  readonly kind: 'dangerous' | 'dead' | 'stale';
  readonly id?: string;
  readonly name: string;
  readonly severity: string;
  /** The binding or role that it is about. */
  readonly object: string;
  readonly role?: string;
  readonly rule?: number;
  readonly namespace?: string;
  readonly subjects?: readonly string[];
  /** What nobody should reach and this binding leads to. */
  readonly goals?: readonly string[];
  readonly because: string;
  readonly source?: string;
}

function listEntries({ hits, clouds, dead, stale }: AccessRisks, set: AttackSet): readonly Entry[] {
  const place = (object: Binding | Role) => {
    const location = set.objects[object.index]?.locate?.([]);
    return location === undefined ? {} : { source: `${location.file}:${location.line}` };
  };
  return [
    ...hits.map(hit => toDangerous(hit, place(hit.binding))),
    ...clouds.map(
      ({ account, because }): Entry => ({
        kind: 'dangerous',
        id: 'P45',
        name: 'cloud-identity',
        severity: 'high',
        object: account,
        because,
      }),
    ),
    ...dead.map(rule => toDead(rule, place(rule.object))),
    ...stale.map(each => toStale(each, place(each.binding))),
  ];
}

type Place = Pick<Entry, 'source'>;

function toDangerous(
  { id, name, severity, binding, role, rule, namespace, subjects, because, goals }: AccessRisks['hits'][number],
  place: Place,
): Entry {
  return {
    kind: 'dangerous',
    id,
    name,
    severity,
    object: nameObject(binding),
    role,
    ...(rule < 0 ? {} : { rule }),
    ...(namespace === '' ? {} : { namespace }),
    subjects: subjects.map(nameObject),
    goals,
    because,
    ...place,
  };
}

function toDead({ name, object, rule, because }: DeadRule, place: Place): Entry {
  return { kind: 'dead', name, severity: 'low', object: nameObject(object), ...(rule < 0 ? {} : { rule }), because, ...place };
}

const STALE_SEVERITIES: Readonly<Record<StaleBinding['name'], RiskHit['severity']>> = {
  'missing-role': 'medium',
  'missing-account': 'medium',
  'unused-account': 'info',
};

function toStale({ name, binding, because }: StaleBinding, place: Place): Entry {
  const id = name === 'unused-account' ? {} : { id: 'P47' };
  return { kind: 'stale', ...id, name, severity: STALE_SEVERITIES[name], object: nameObject(binding), because, ...place };
}
