import { judgeAccess } from '@breakwater/attack';
import { nameObject } from '@breakwater/inventory';
import type { Subject as RbacSubject, RiskHit } from '@breakwater/rbac';
import type { Question } from '../question.ts';

/** More are no list that anybody reads. */
const MAX_SUBJECTS = 2000;
const MAX_RISKS = 1000;

export interface AccessInput {
  /** Tell of bindings too that are as Kubernetes ships them. */
  readonly includeSystem: boolean;
}

type Severity = RiskHit['severity'];

export interface AccessOutput {
  readonly bindings: number;
  /** Those with the most serious permissions first. */
  readonly subjects: readonly {
    readonly kind: RbacSubject['kind'];
    readonly namespace: string;
    readonly name: string;
    readonly severity: Severity;
    readonly permissions: readonly string[];
    /** Bindings by which it has them. */
    readonly bindings: readonly string[];
    /** What nobody should reach and these bindings lead to. */
    readonly goals: readonly string[];
  }[];
  readonly risks: readonly {
    readonly kind: 'dangerous' | 'dead' | 'stale';
    readonly name: string;
    readonly severity: Severity;
    readonly object: string;
    readonly role: string;
    readonly subjects: readonly string[];
    readonly because: string;
  }[];
}

const ORDER: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

export const question: Question<AccessInput, AccessOutput> = {
  name: 'access',
  answer: ({ inventory, attack }, { includeSystem }) => {
    const { hits, dead, stale, bindings } = judgeAccess(inventory, attack, includeSystem);
    const risks: AccessOutput['risks'] = [
      ...hits.map(({ name, severity, binding, role, subjects, because }) => ({
        kind: 'dangerous' as const,
        name,
        severity,
        object: nameObject(binding),
        role,
        subjects: subjects.map(nameObject),
        because,
      })),
      ...dead.map(({ name, object, because }) => ({
        kind: 'dead' as const,
        name,
        severity: 'low' as const,
        object: nameObject(object),
        role: '',
        subjects: [],
        because,
      })),
      ...stale.map(({ name, binding, because }) => ({
        kind: 'stale' as const,
        name,
        severity: name === 'unused-account' ? ('info' as const) : ('medium' as const),
        object: nameObject(binding),
        role: '',
        subjects: [],
        because,
      })),
    ];
    return { bindings, subjects: toSubjects(hits), risks: risks.toSorted(bySeverity).slice(0, MAX_RISKS) };
  },
};

function bySeverity(a: { readonly severity: Severity }, b: { readonly severity: Severity }): number {
  return ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity);
}

type Hit = ReturnType<typeof judgeAccess>['hits'][number];

/** Everybody whom a dangerous binding names, with what all of these come to. */
function toSubjects(hits: readonly Hit[]): AccessOutput['subjects'] {
  const pairs = hits.flatMap(hit => hit.subjects.map(subject => ({ hit, subject })));
  const groups = Map.groupBy(pairs, ({ subject }) => nameObject(subject));
  const rows = [...groups.values()].map(group => {
    const { kind, namespace, name } = (group[0] as (typeof pairs)[number]).subject;
    const own = group.map(({ hit }) => hit).toSorted(bySeverity);
    return {
      kind,
      namespace,
      name,
      severity: own[0]?.severity ?? 'info',
      permissions: [...new Set(own.map(hit => hit.name))],
      bindings: [...new Set(own.map(({ binding }) => nameObject(binding)))],
      goals: [...new Set(own.flatMap(({ goals }) => goals))],
    };
  });
  return rows.toSorted((a, b) => bySeverity(a, b) || b.goals.length - a.goals.length || (a.name < b.name ? -1 : 1)).slice(0, MAX_SUBJECTS);
}
