import type { StructureEdge } from '../edge.ts';
import { accountNode, groupNode } from '../graph/node.ts';

const GROUP = 'Group ';

export const edge: StructureEdge = {
  kind: 'structure',
  id: 'member-of',
  number: 'E2',
  doc: 'Authentication puts users, service accounts and the unauthenticated into groups',
  cost: 0,
  reads: ['accounts', 'users'],
  *list({ accounts, users }) {
    // Groups that nothing is bound to lead nowhere.
    const bound = new Set(users.map(({ name }) => name));
    const listBound = (...groups: readonly string[]) => groups.filter(group => bound.has(`${GROUP}${group}`));
    for (const { namespace, name } of accounts) {
      for (const group of listBound('system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated')) {
        const because = () =>
          `every service account of ${group === 'system:authenticated' ? 'the cluster' : 'its namespace'} is in group ${group}`;
        yield { from: accountNode(namespace, name), to: groupNode(group), because };
      }
    }
    for (const user of users) {
      const groups = user.name.startsWith(GROUP) ? listGroupsOfGroup(user.name.slice(GROUP.length)) : listGroupsOfUser(user.name);
      for (const group of listBound(...groups)) {
        yield { from: user, to: groupNode(group), because: () => `${user.name} is in group ${group} as well` };
      }
    }
  },
};

function listGroupsOfUser(name: string): readonly string[] {
  if (name === 'User system:anonymous') return ['system:unauthenticated'];
  return name.startsWith('User system:node:')
    ? ['system:nodes', 'system:authenticated']
    : name.startsWith('User ')
      ? ['system:authenticated']
      : [];
}

function listGroupsOfGroup(name: string): readonly string[] {
  if (name === 'system:unauthenticated' || name === 'system:authenticated') return [];
  return name.startsWith('system:serviceaccounts:') ? ['system:serviceaccounts', 'system:authenticated'] : ['system:authenticated'];
}
