import { nameObject } from '@breakwater/inventory';
import { SEVERITIES, type Severity } from '@breakwater/model';
import type { Authorizer } from '../authorizer.ts';
import { completeSubject } from '../list-subjects.ts';
import { findHeld, formatHeld, givesEverything, type Held } from '../need.ts';
import type { RbacSet } from '../read-rbac.ts';
import type { Binding } from '../role.ts';
import type { PolicyRule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { MASTERS, toAccountUser, toAuthenticatedUser, type User } from '../user.ts';
import { DANGEROUS_PERMISSIONS, type DangerousPermission } from './catalogue.ts';

/** A binding that gives something dangerous. */
export interface RiskHit {
  /** Row of the catalogue, as `P13`. */
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  readonly binding: Binding;
  /** `ClusterRole edit` */
  readonly role: string;
  /** Place of the rule in the role, from 0; -1 for hits that rest on no rule. */
  readonly rule: number;
  /** Empty: everywhere. */
  readonly namespace: string;
  readonly subjects: readonly Subject[];
  /** `create pods/exec: commands in pods` */
  readonly because: string;
}

export interface RiskOptions {
  /** Bindings that are as Kubernetes ships them: nothing of them is told. */
  readonly isExpected: (binding: Binding) => boolean;
  /** Namespaces whose loss is the loss of the cluster. */
  readonly privilegedNamespaces: ReadonlySet<string>;
  /** Whether something that nobody should reach can be reached by way of a binding: then a namespace makes nothing better. */
  readonly leadsFurther: (binding: Binding) => boolean;
}

/** Every binding that gives a dangerous permission, with the rule that does, the worst first. */
export function listRisks(set: Pick<RbacSet, 'bindings'>, authorizer: Authorizer, options: RiskOptions): readonly RiskHit[] {
  const hits = set.bindings.filter(binding => !options.isExpected(binding)).flatMap(binding => judgeBinding(binding, authorizer, options));
  return hits.toSorted((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
}

function judgeBinding(binding: Binding, authorizer: Authorizer, options: RiskOptions): readonly RiskHit[] {
  const found = authorizer.findRole(binding);
  const byWhom = judgeSubjects(binding, []);
  if (found === undefined) return byWhom;
  const isWide = binding.namespace === '' || options.privilegedNamespaces.has(binding.namespace) || options.leadsFurther(binding);
  const rows = givesEverything(found.rules) ? [judgeEverything(binding, found.rules)] : judgeRows(binding, found.rules, authorizer);
  const hits = rows.map(hit => ({ ...hit, severity: isWide ? hit.severity : lower(hit.severity) }));
  return [...hits, ...judgeSubjects(binding, hits)];
}

function judgeEverything(binding: Binding, rules: readonly PolicyRule[]): RiskHit {
  const index = rules.findIndex(rule => givesEverything([rule]));
  const because = binding.namespace === '' ? 'everything on everything: full control' : `everything in namespace ${binding.namespace}`;
  return toHit(binding, { id: 'P1', name: 'everything', severity: 'critical' }, index, binding.subjects, because);
}

function judgeRows(binding: Binding, rules: readonly PolicyRule[], authorizer: Authorizer): readonly RiskHit[] {
  const hits = DANGEROUS_PERMISSIONS.flatMap(row => {
    if (row.onlyIn !== undefined && binding.namespace !== '' && binding.namespace !== row.onlyIn) return [];
    const held = findFirst(row, rules, binding.namespace);
    if (held === undefined) return [];
    const subjects = binding.subjects.filter(subject => row.needs.length === 1 || meetsRest(row, subject, binding, authorizer));
    if (subjects.length === 0) return [];
    return [toHit(binding, row, rules.indexOf(held.rule), subjects, `${formatHeld(held)}: ${row.why}`)];
  });
  const names = new Set(hits.map(({ id }) => id));
  const superseded = new Set(DANGEROUS_PERMISSIONS.filter(({ unless }) => unless !== undefined && names.has(unless)).map(({ id }) => id));
  return hits.filter(({ id }) => !superseded.has(id));
}

/** The first need, which the role itself has to meet. */
function findFirst({ needs, names }: DangerousPermission, rules: readonly PolicyRule[], namespace: string): Held | undefined {
  const held = findHeld(rules, needs[0] ?? [], namespace);
  if (held === undefined || names === undefined || held.names.length === 0) return held;
  return held.names.some(name => names.includes(name)) ? held : undefined;
}

/** Whether a subject has the other needs of a row, in the place of a binding. */
export function meetsRest({ needs }: DangerousPermission, subject: Subject, binding: Binding, authorizer: Authorizer): boolean {
  const rules = authorizer.listRules(toUser(subject, binding), binding.namespace).map(({ rule }) => rule);
  return needs.slice(1).every(need => findHeld(rules, need, binding.namespace) !== undefined);
}

function toUser(subject: Subject, binding: Binding): User {
  const { kind, namespace, name } = completeSubject(subject, binding.namespace);
  if (kind === 'Group') return { name: '', groups: [name] };
  return kind === 'ServiceAccount' ? toAccountUser(namespace, name) : toAuthenticatedUser(name);
}

const ANYBODY = new Set(['system:anonymous', 'system:unauthenticated']);
const EVERYBODY = /^system:(?:authenticated|serviceaccounts)(?::|$)/;
const SERIOUS = new Set<Severity>(['medium', 'high', 'critical']);

/** What is dangerous because of whom a binding names. */
function judgeSubjects(binding: Binding, hits: readonly RiskHit[]): readonly RiskHit[] {
  const pick = (isMeant: (subject: Subject) => boolean) => binding.subjects.filter(isMeant);
  const worst = hits.toSorted((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity))[0];
  const isSerious = worst !== undefined && SERIOUS.has(worst.severity);
  const tell = (id: string, name: string, severity: Severity, subjects: readonly Subject[], because: string): readonly RiskHit[] =>
    subjects.length === 0 ? [] : [toHit(binding, { id, name, severity }, -1, subjects, because)];
  return [
    ...tell(
      'P1',
      'masters',
      'critical',
      pick(({ kind, name }) => kind === 'Group' && name === MASTERS),
      `${MASTERS} bypasses every check`,
    ),
    ...tell(
      'P41',
      'anybody',
      'critical',
      pick(({ name }) => ANYBODY.has(name)),
      'who has not logged in is given rights',
    ),
    ...(isSerious
      ? [
          ...tell(
            'P42',
            'everybody',
            worst.severity === 'critical' ? 'critical' : 'high',
            pick(isEverybody),
            `everybody is given ${worst.name}`,
          ),
          ...tell('P43', 'default-account', 'medium', pick(isDefault), `every pod that names no account has ${worst.name}`),
        ]
      : []),
  ];
}

function isEverybody({ kind, name }: Subject): boolean {
  return kind === 'Group' && EVERYBODY.test(name);
}

function isDefault({ kind, name }: Subject): boolean {
  return kind === 'ServiceAccount' && name === 'default';
}

function toHit(
  binding: Binding,
  { id, name, severity }: Pick<RiskHit, 'id' | 'name' | 'severity'>,
  rule: number,
  subjects: readonly Subject[],
  because: string,
): RiskHit {
  const role = nameObject({
    kind: binding.roleKind as 'Role',
    name: binding.roleName,
    namespace: binding.roleKind === 'Role' ? binding.namespace : '',
  });
  return { id, name, severity, binding, role, rule, namespace: binding.namespace, subjects, because };
}

const LESS: Readonly<Record<Severity, Severity>> = { critical: 'high', high: 'medium', medium: 'low', low: 'low', info: 'info' };

function lower(severity: Severity): Severity {
  return LESS[severity];
}
