import { toYaml } from '@breakwater/policy';
import { type LeastRoles, toWrittenRule } from '@breakwater/rbac';
import { describeCount } from '../answer.ts';
import { toYamlComment } from '../yaml-comment.ts';

const GROUP = 'rbac.authorization.k8s.io';
const ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Roles and bindings as objects: one pair for each namespace, and one for the cluster. */
export function toRoleObjects({ user, rules }: LeastRoles): readonly object[] {
  const [, home, account] = ACCOUNT.exec(user) ?? [];
  const subject =
    account === undefined ? { kind: 'User', apiGroup: GROUP, name: user } : { kind: 'ServiceAccount', namespace: home, name: account };
  const name = `${toName(account ?? user)}-used`;
  return [...rules].flatMap(([namespace, list]) => {
    const isCluster = namespace === '';
    // ClusterRoles of accounts with one name in two namespaces are two.
    const own = isCluster && home !== undefined ? `${home}-${name}` : name;
    const metadata = isCluster ? { name: own } : { name: own, namespace };
    const kind = isCluster ? 'ClusterRole' : 'Role';
    const role = { apiVersion: `${GROUP}/v1`, kind, metadata, rules: list.map(toWrittenRule) };
    const roleRef = { apiGroup: GROUP, kind, name: own };
    return [
      role,
      { apiVersion: `${GROUP}/v1`, kind: isCluster ? 'ClusterRoleBinding' : 'RoleBinding', metadata, roleRef, subjects: [subject] },
    ];
  });
}

function toName(user: string): string {
  return (
    user
      .toLowerCase()
      .replace(/[^a-z0-9.-]+/g, '-')
      .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
      .slice(0, 200) || 'user'
  );
}

/** YAML to be reviewed and applied; comments say what it rests on. */
export function writeRoles(roles: readonly LeastRoles[], head: readonly string[]): string {
  const comments = head.map(toYamlComment).join('');
  const parts = roles.flatMap(each => {
    const proof = each.isProven ? 'all still allowed, nothing that is not allowed today' : 'NOT proven: compare with what is allowed today';
    const [first = {}, ...others] = toRoleObjects(each);
    const remark = toYamlComment(`${each.user}: ${describeCount(each.requests, 'different request')}, ${proof}`);
    return [`${remark}${toYaml(first)}`, ...others.map(toYaml)];
  });
  return [comments, ...parts].join('---\n');
}
