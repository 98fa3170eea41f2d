import { Unknown } from '@breakwater/cel';
import { describe, expect, test } from 'vitest';
import { evaluateAdmission } from './evaluate-admission.ts';
import { judgeAdmission } from './judge-admission.ts';
import type { Authorize, AuthorizerQuestion } from './shapes.ts';

const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' } };
const request = { userInfo: { username: 'ann', groups: ['devs'] } };
const ann = { name: 'ann', groups: ['devs'] };
const nowhere = { subresource: '', name: '', namespace: '' };

/** An expression, and what the authorizer is asked. */
const questions: [expression: string, question: AuthorizerQuestion][] = [
  [
    "authorizer.group('apps').resource('deployments').check('get').allowed()",
    { user: ann, verb: 'get', group: 'apps', resource: 'deployments', ...nowhere },
  ],
  [
    "authorizer.group('').resource('pods').subresource('exec').namespace('x').name('y').check('create').allowed()",
    { user: ann, verb: 'create', group: '', resource: 'pods', subresource: 'exec', namespace: 'x', name: 'y' },
  ],
  ["authorizer.path('/healthz').check('get').allowed()", { user: ann, verb: 'get', url: '/healthz' }],
  [
    "authorizer.requestResource.check('scale').allowed()",
    { user: ann, verb: 'scale', group: 'apps', resource: 'deployments', subresource: '', namespace: 'shop', name: 'web' },
  ],
  [
    "authorizer.serviceAccount('shop', 'web').group('').resource('pods').fieldSelector('a=b').labelSelector('c').check('list').allowed()",
    {
      user: { name: 'system:serviceaccount:shop:web', groups: ['system:serviceaccounts', 'system:serviceaccounts:shop'] },
      verb: 'list',
      group: '',
      resource: 'pods',
      ...nowhere,
    },
  ],
];

describe('authorizer', () => {
  const judge = (expression: string, authorize: Authorize) =>
    evaluateAdmission({ policy: { spec: { validations: [{ expression, message: 'no' }] } }, object, request, authorize });

  test.each(questions)('%s', (expression, question) => {
    const asked: AuthorizerQuestion[] = [];
    const answer = judge(expression, each => {
      asked.push(each);
      return { allowed: true, reason: '' };
    });
    expect([answer, asked]).toStrictEqual([{ allowed: true, warnings: [], messages: [] }, [question]]);
  });

  const decision = "authorizer.path('/x').check('get')";
  test.each<[string, string]>([
    [`${decision}.allowed()`, 'no'],
    [`${decision}.reason() == 'because' && ${decision}.errored()`, ''],
    [`${decision}.error() == 'broken'`, ''],
    ["authorizer.serviceAccount('Shop', 'web').path('/x').check('get').allowed()", 'Invalid service account namespace'],
    ["authorizer.serviceAccount('shop', 'W').path('/x').check('get').allowed()", 'Invalid service account name'],
    ["authorizer.path('').check('get').allowed()", 'path must not be empty'],
  ])('%s', (expression, message) => {
    const { allowed, messages } = judge(expression, () => ({ allowed: false, reason: 'because', error: 'broken' }));
    expect([allowed, messages.join()]).toStrictEqual([message === '', message === '' ? '' : expect.stringContaining(message)]);
  });

  test('a check costs as much as in Kubernetes: three do not fit', () => {
    const check = "authorizer.path('/x').check('get').allowed()";
    const { messages } = judge(Array.from({ length: 3 }, () => check).join(' && '), () => ({ allowed: true, reason: '' }));
    expect(messages.join()).toContain('evaluation costs more than 1000000');
    expect(judge(`${check} && ${check}`, () => ({ allowed: true, reason: '' })).allowed).toBe(true);
  });

  test('what is not known stays unknown', () => {
    const spec = { validations: [{ expression: `${decision}.allowed()` }] };
    const unknown = new Unknown('authorizer', 'nobody knows');
    expect(judgeAdmission({ policy: { spec }, object, request, authorize: () => unknown }).findings).toMatchObject([
      { state: 'not-evaluated' },
    ]);
    expect(
      judgeAdmission({ policy: { spec }, object, request: { userInfo: unknown }, authorize: () => ({ allowed: true, reason: '' }) })
        .findings,
    ).toMatchObject([{ state: 'not-evaluated' }]);
  });
});
