import type { AccessRequest, User } from '@breakwater/rbac';

export const NAMESPACES = ['rbac-1', 'rbac-2'] as const;
const GROUP = 'rbac.authorization.k8s.io';
const VERSION = `${GROUP}/v1`;

/** Draws that a seed repeats. */
export interface Dice {
  readonly seed: number;
  /** A whole number below `sides`. */
  readonly roll: (sides: number) => number;
}

export function createDice(seed: number): Dice {
  let state = seed % 0x7fffffff;
  const roll = (sides: number): number => {
    state = (state * 48_271) % 0x7fffffff;
    return state % sides;
  };
  return { seed, roll };
}

const pick = <T>({ roll }: Dice, from: readonly T[]): T => from[roll(from.length)] as T;

/** Some of them, at least one. */
function some<T>(dice: Dice, from: readonly T[]): readonly T[] {
  const drawn = from.filter(() => dice.roll(3) === 0);
  return drawn.length === 0 ? [pick(dice, from)] : drawn;
}

export interface RbacObject {
  readonly apiVersion: string;
  readonly kind: 'ClusterRole' | 'Role' | 'ClusterRoleBinding' | 'RoleBinding';
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const RESOURCES = ['pods', 'pods/exec', 'pods/*', 'secrets', 'deployments', 'deployments/scale', '*/scale', 'nodes', 'namespaces', '*'];

const drawResourceRule = (dice: Dice) => ({
  verbs: some(dice, ['get', 'list', 'create', 'delete', '*']),
  apiGroups: some(dice, ['', 'apps', '*']),
  resources: some(dice, RESOURCES),
  ...(dice.roll(3) === 0 ? { resourceNames: some(dice, ['a', 'b', '*', 'rbac-1']) } : {}),
});

const drawUrlRule = (dice: Dice) => ({
  verbs: some(dice, ['get', 'post', '*']),
  nonResourceURLs: some(dice, ['/a', '/a/*', '/healthz', '*', '/a/b']),
});

/** 25 ClusterRoles, and 10 Roles in each namespace. */
export function drawRoles(dice: Dice): readonly RbacObject[] {
  const wide = Array.from({ length: 25 }, (_, index) => ({
    apiVersion: VERSION,
    kind: 'ClusterRole' as const,
    metadata: { name: `rbac-${index}` },
    rules: [drawResourceRule(dice), dice.roll(2) === 0 ? drawUrlRule(dice) : drawResourceRule(dice)],
  }));
  const local = NAMESPACES.flatMap(namespace =>
    Array.from({ length: 10 }, (_, index) => ({
      apiVersion: VERSION,
      kind: 'Role' as const,
      metadata: { name: `rbac-${index}`, namespace },
      rules: [drawResourceRule(dice), drawResourceRule(dice)],
    })),
  );
  return [...wide, ...local];
}

function drawSubject(dice: Dice): object {
  return pick(dice, [
    { kind: 'User', apiGroup: GROUP, name: `user-${dice.roll(8)}` },
    { kind: 'Group', apiGroup: GROUP, name: `group-${dice.roll(4)}` },
    { kind: 'ServiceAccount', name: `account-${dice.roll(3)}`, namespace: pick(dice, NAMESPACES) },
    { kind: 'Group', apiGroup: GROUP, name: `system:serviceaccounts:${pick(dice, NAMESPACES)}` },
  ]);
}

/** Bindings; some of them refer to roles that do not exist. */
export function drawBindings(dice: Dice): readonly RbacObject[] {
  const wide = Array.from({ length: 20 }, (_, index) => ({
    apiVersion: VERSION,
    kind: 'ClusterRoleBinding' as const,
    metadata: { name: `rbac-${index}` },
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: `rbac-${dice.roll(28)}` },
    subjects: [drawSubject(dice)],
  }));
  const local = NAMESPACES.flatMap(namespace =>
    Array.from({ length: 25 }, (_, index) => ({
      apiVersion: VERSION,
      kind: 'RoleBinding' as const,
      metadata: { name: `rbac-${index}`, namespace },
      roleRef: {
        apiGroup: GROUP,
        ...pick(dice, [
          { kind: 'ClusterRole', name: `rbac-${dice.roll(28)}` },
          { kind: 'Role', name: `rbac-${dice.roll(12)}` },
        ]),
      },
      subjects: [drawSubject(dice), drawSubject(dice)],
    })),
  );
  return [...wide, ...local];
}

/** Who asks for what. */
export interface Question {
  readonly user: User;
  readonly request: AccessRequest;
}

const USERS = [
  ...Array.from({ length: 8 }, (_, index) => `user-${index}`),
  ...NAMESPACES.flatMap(namespace => [0, 1, 2].map(index => `system:serviceaccount:${namespace}:account-${index}`)),
  'system:anonymous',
];

export function drawQuestion(dice: Dice): Question {
  const name = pick(dice, USERS);
  const groups = [...some(dice, ['group-0', 'group-1', 'group-2', 'group-3']), ...(dice.roll(2) === 0 ? ['system:authenticated'] : [])];
  const verb = pick(dice, ['get', 'list', 'create', 'delete', 'post']);
  const isUrl = dice.roll(5) === 0;
  const request = isUrl
    ? { verb, url: pick(dice, ['/a', '/a/b', '/a/b/c', '/healthz', '/x', '/version']) }
    : {
        verb,
        group: pick(dice, ['', 'apps']),
        resource: pick(dice, ['pods', 'secrets', 'deployments', 'nodes', 'namespaces']),
        subresource: pick(dice, ['', '', 'exec', 'scale']),
        name: pick(dice, ['', 'a', 'b', 'rbac-1']),
        namespace: pick(dice, ['', ...NAMESPACES]),
      };
  return { user: { name, groups }, request };
}
