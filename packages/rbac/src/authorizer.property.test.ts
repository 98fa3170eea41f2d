import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Authorizer } from './authorizer.ts';
import { coverRules } from './covers.ts';
import { listSubjects } from './list-subjects.ts';
import { readRbac, toRule } from './read-rbac.ts';
import { isUrlRequest, type ResourceRequest } from './request.ts';
import { type NaiveRequest, naiveAllows, naiveRuleAllows } from './testing/naive.ts';
import type { User } from './user.ts';

const some = (...texts: string[]) => fc.subarray(texts, { minLength: 1 });
const verbs = ['get', 'list', 'create', '*'];
const resources = ['pods', 'pods/exec', 'pods/*', 'secrets', 'deployments/scale', '*/scale', '*'];
const rule = fc.oneof(
  fc.record({
    verbs: some(...verbs),
    apiGroups: some('', 'apps', '*'),
    resources: some(...resources),
    resourceNames: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, some('a', 'b', '*')),
  }),
  fc.record({ verbs: some(...verbs), nonResourceURLs: some('/a', '/a/*', '/a/b', '*', '/*/b') }),
);
const rules = fc.array(rule, { maxLength: 3 });
const subject = fc.oneof(
  fc.record({ kind: fc.constantFrom('User', 'Group', 'Robot'), name: fc.constantFrom('u', 'v', 'g', 'system:serviceaccount:n1:s', '*') }),
  fc.record({ kind: fc.constant('ServiceAccount'), name: fc.constantFrom('s', 't'), namespace: fc.constantFrom('', 'n1', 'n2') }),
);
const subjects = fc.array(subject, { minLength: 1, maxLength: 3 });
const name = fc.constantFrom('r1', 'r2', 'r3');
const namespace = fc.constantFrom('n1', 'n2');
const selector = fc.constantFrom({ matchLabels: { l: '1' } }, { matchExpressions: [{ key: 'l', operator: 'Exists' }] });
const clusterRole = fc
  .record({ name, rules, label: fc.constantFrom('', '1', '2'), selectors: fc.option(fc.array(selector, { minLength: 1, maxLength: 2 })) })
  .map(({ name: id, rules: own, label, selectors }) => ({
    kind: 'ClusterRole',
    metadata: { name: id, labels: label === '' ? {} : { l: label } },
    rules: own,
    ...(selectors === null ? {} : { aggregationRule: { clusterRoleSelectors: selectors } }),
  }));
const role = fc
  .record({ name, namespace, rules })
  .map(({ name: id, namespace: home, rules: own }) => ({ kind: 'Role', metadata: { name: id, namespace: home }, rules: own }));
const binding = fc
  .record({ namespace: fc.option(namespace), roleKind: fc.constantFrom('Role', 'ClusterRole'), name, subjects })
  .map(({ namespace: home, roleKind, name: id, subjects: named }) => ({
    kind: home === null ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: 'b', ...(home === null ? {} : { namespace: home }) },
    roleRef: { kind: home === null ? 'ClusterRole' : roleKind, name: id },
    subjects: named,
  }));
const byName = {
  selector: (object: { metadata: { name: string; namespace?: string } }) => `${object.metadata.namespace}/${object.metadata.name}`,
};
const cluster = fc.record({
  clusterRoles: fc.uniqueArray(clusterRole, { ...byName, maxLength: 3 }),
  roles: fc.uniqueArray(role, { ...byName, maxLength: 4 }),
  bindings: fc.array(binding, { maxLength: 6 }),
});
const user: fc.Arbitrary<User> = fc.record({
  name: fc.constantFrom('u', 'v', 'system:serviceaccount:n1:s', 'system:serviceaccount:n2:t'),
  groups: fc.subarray(['g', 'v', 'system:authenticated']),
});
const request: fc.Arbitrary<NaiveRequest> = fc.oneof(
  fc.record({
    verb: fc.constantFrom('get', 'list', 'create', '*'),
    group: fc.constantFrom('', 'apps'),
    resource: fc.constantFrom('pods', 'secrets', 'deployments'),
    subresource: fc.constantFrom('', 'exec', 'scale'),
    name: fc.constantFrom('', 'a', 'c'),
    namespace: fc.constantFrom('', 'n1', 'n2'),
  }),
  fc.record({ verb: fc.constantFrom('get', 'post'), url: fc.constantFrom('/a', '/a/b', '/a/b/c', '/') }),
);

test('the authorizer answers as a naive one that asks every binding, role and rule', () => {
  fc.assert(
    fc.property(cluster, user, request, ({ clusterRoles, roles, bindings }, who, what) => {
      const objects = [...clusterRoles, ...roles, ...bindings];
      const authorizer = new Authorizer(readRbac(objects));
      expect(authorizer.authorize(who, what).allowed).toBe(naiveAllows(objects, who, what));
    }),
    { numRuns: 5000 },
  );
});

test('who-can names exactly the subjects whom the authorizer allows', () => {
  fc.assert(
    fc.property(cluster, request, ({ clusterRoles, roles, bindings }, what) => {
      const authorizer = new Authorizer(readRbac([...clusterRoles, ...roles, ...bindings]));
      const named = listSubjects(authorizer, what).map(({ kind, name: id, namespace: home }) => `${kind}/${home}/${id}`);
      const everyone = bindings.flatMap(({ subjects: list }) => list);
      for (const { kind, name: id, ...rest } of everyone) {
        const home = (rest as { namespace?: string }).namespace ?? '';
        if (kind === 'Robot' || (kind === 'ServiceAccount' && home === '')) continue;
        const who =
          kind === 'Group'
            ? { name: 'x', groups: [id] }
            : { name: kind === 'User' ? id : `system:serviceaccount:${home}:${id}`, groups: [] };
        const allowed = authorizer.authorize(who, what).allowed;
        // A service account may also be named by the user that it authenticates as.
        const aliases = [
          `${kind}/${home}/${id}`,
          `User//${who.name}`,
          ...(kind === 'User' ? [id.replace(/^system:serviceaccount:(.+):(.+)$/, 'ServiceAccount/$1/$2')] : []),
        ];
        expect(aliases.some(alias => named.includes(alias))).toBe(allowed);
      }
    }),
    { numRuns: 2000 },
  );
});

test('rules that cover others allow everything that those allow', () => {
  fc.assert(
    fc.property(rules, rules, request, (owner, requested, what) => {
      const [own, other] = [owner.map(toRule), requested.map(toRule)];
      if (!coverRules(own, other).covered) return;
      // Names are compared with the name of the request, which a rule limited to the literal name `*` never gives.
      if (other.some(each => naiveRuleAllows(each, what))) expect(own.some(each => naiveRuleAllows(each, what))).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test('what is not covered is named, and adding it covers', () => {
  fc.assert(
    fc.property(rules, rules, (owner, requested) => {
      const [own, other] = [owner.map(toRule), requested.map(toRule)];
      const { covered, uncovered } = coverRules(own, other);
      expect(covered).toBe(uncovered.length === 0);
      expect(coverRules([...own, ...uncovered], other)).toStrictEqual({ covered: true, uncovered: [] });
    }),
    { numRuns: 2000 },
  );
});

test('every request is of a resource or of a path', () => {
  expect(isUrlRequest({ verb: 'get', url: '/' })).toBe(true);
  expect(
    isUrlRequest({ verb: 'get', group: '', resource: 'pods', subresource: '', name: '', namespace: '' } satisfies ResourceRequest),
  ).toBe(false);
});
