import { describe, expect, test } from 'vitest';
import { findHeld, formatHeld, givesEverything, type Need, needOf } from './need.ts';
import { toRule } from './read-rbac.ts';
import { rule } from './testing/build.ts';

const EXEC: Need = [needOf('create', '', 'pods/exec')];
const named = (names: readonly string[], ...parts: Parameters<typeof rule>) => ({ ...rule(...parts), resourceNames: names });

/** What of a need rules give in a namespace, as it is told. */
function hold(rules: readonly object[], need: Need, namespace = ''): string | undefined {
  const held = findHeld(
    rules.map(each => toRule(each as never)),
    need,
    namespace,
  );
  return held === undefined ? undefined : formatHeld(held);
}

describe('findHeld', () => {
  test.each<[string, readonly object[], Need, string, string | undefined]>([
    ['equal', [rule('create', 'pods/exec')], EXEC, 'shop', 'create pods/exec'],
    ['all verbs and resources', [rule('*', '*', '*')], EXEC, '', '* *'],
    ['a subresource of everything', [rule('create', '*/exec')], EXEC, '', 'create pods/exec'],
    ['pods/* is none', [rule('create', 'pods/*')], EXEC, '', undefined],
    ['the resource is not the subresource', [rule('create', 'pods')], EXEC, '', undefined],
    ['another group', [rule('create', 'pods/exec', 'apps')], EXEC, '', undefined],
    ['any of the verbs', [rule('watch', 'secrets')], [needOf('get,list,watch', '', 'secrets')], '', 'watch secrets'],
    [
      'any of the alternatives',
      [rule('patch', 'jobs', 'batch')],
      [needOf('create', '', 'pods'), needOf('patch', 'batch', 'jobs')],
      '',
      'patch jobs.batch',
    ],
    ['for a name', [named(['a'], 'get', 'secrets')], [needOf('get', '', 'secrets')], '', 'get secrets (names: a)'],
    [
      'for names of two rules',
      [named(['a'], 'get', 'secrets'), named(['b'], 'get', 'secrets')],
      [needOf('get', '', 'secrets')],
      '',
      'get secrets (names: a,b)',
    ],
    [
      'for any name before one',
      [named(['a'], 'get', 'secrets'), rule('get', 'secrets')],
      [needOf('get', '', 'secrets')],
      '',
      'get secrets',
    ],
    ['create carries no name', [named(['a'], 'create', 'secrets')], [needOf('create', '', 'secrets')], '', undefined],
    [
      'create of a subresource does',
      [named(['a'], 'create', 'serviceaccounts/token')],
      [needOf('create', '', 'serviceaccounts/token')],
      '',
      'create serviceaccounts/token (names: a)',
    ],
    [
      'update beside create carries one',
      [named(['a'], 'create,update', 'pods')],
      [needOf('create,update', '', 'pods')],
      '',
      'create,update pods (names: a)',
    ],
    ['of the cluster in a namespace', [rule('get', 'nodes/proxy')], [needOf('get', '', 'nodes/proxy')], 'shop', undefined],
    ['of the cluster everywhere', [rule('get', 'nodes/proxy')], [needOf('get', '', 'nodes/proxy')], '', 'get nodes/proxy'],
    ['one Namespace in itself', [rule('patch', 'namespaces')], [needOf('patch', '', 'namespaces')], 'shop', 'patch namespaces'],
    ['not all Namespaces', [rule('list', 'namespaces')], [needOf('list', '', 'namespaces')], 'shop', undefined],
    [
      'bind of ClusterRoles',
      [rule('bind', 'clusterroles', 'rbac.authorization.k8s.io')],
      [needOf('bind', 'rbac.authorization.k8s.io', 'clusterroles')],
      'shop',
      'bind clusterroles.rbac.authorization.k8s.io',
    ],
    [
      'escalate of ClusterRoles',
      [rule('escalate', 'clusterroles', 'rbac.authorization.k8s.io')],
      [needOf('escalate', 'rbac.authorization.k8s.io', 'clusterroles')],
      'shop',
      undefined,
    ],
  ])('%s', (_, rules, need, namespace, expected) => {
    expect(hold(rules, need, namespace)).toBe(expected);
  });
});

test.each([
  [[rule('*', '*', '*')], true],
  [[named(['a'], '*', '*', '*')], false],
  [[rule('*', '*')], false],
  [[rule('get', '*', '*')], false],
])('%j gives everything: %s', (rules, expected) => {
  expect(givesEverything(rules.map(each => toRule(each as never)))).toBe(expected);
});
