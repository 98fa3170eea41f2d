import { expect, it } from 'vitest';
import { readReview } from './read-review.ts';

const request = {
  uid: 'u1',
  kind: { group: 'apps', version: 'v1', kind: 'Deployment' },
  resource: { group: 'apps', version: 'v1', resource: 'deployments' },
  name: 'web',
  namespace: 'shop',
  operation: 'UPDATE',
  userInfo: { username: 'ann', groups: ['a', 7, null], extra: {} },
  object: { kind: 'Deployment' },
  oldObject: null,
  dryRun: true,
};
const review = (parts: object = {}, version = 'admission.k8s.io/v1') =>
  JSON.stringify({ apiVersion: version, kind: 'AdmissionReview', request: { ...request, ...parts } });

it('reads what decides', () => {
  expect(readReview(review())).toEqual({
    uid: 'u1',
    operation: 'UPDATE',
    kind: { group: 'apps', version: 'v1', kind: 'Deployment' },
    resource: { group: 'apps', version: 'v1', resource: 'deployments' },
    subResource: '',
    name: 'web',
    namespace: 'shop',
    user: { name: 'ann', groups: ['a'] },
    object: { kind: 'Deployment' },
    oldObject: null,
    dryRun: true,
  });
});

it('takes what is missing or of another type for nothing', () => {
  expect(
    readReview(review({ kind: 'x', resource: null, name: 7, userInfo: [], object: 'x', dryRun: 'yes', operation: 'DELETE' })),
  ).toMatchObject({
    operation: 'DELETE',
    kind: { group: '', version: '', kind: '' },
    resource: { group: '', version: '', resource: '' },
    name: '',
    user: { name: '', groups: [] },
    object: null,
    dryRun: false,
  });
});

const fault = (message: string) => ({ status: 400, message });
const wrongVersion = (what: string) =>
  fault(
    `${what} is not answered here; the webhook configuration has to ask for admission.k8s.io/v1 AdmissionReview (admissionReviewVersions: [v1])`,
  );

it.each<[string, string, object]>([
  ['nothing', '', fault('the body is no JSON object; an AdmissionReview is wanted')],
  ['text', 'hello', fault('the body is no JSON object; an AdmissionReview is wanted')],
  ['a list', '[]', fault('the body is no JSON object; an AdmissionReview is wanted')],
  ['an older version', review({}, 'admission.k8s.io/v1beta1'), wrongVersion('admission.k8s.io/v1beta1 AdmissionReview')],
  ['another kind', '{"apiVersion":"v1","kind":"Pod"}', wrongVersion('v1 Pod')],
  ['no kind', '{}', wrongVersion('no version of no kind')],
  ['no request', '{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"}', fault('the AdmissionReview has no request')],
  ['no uid', review({ uid: '' }), fault('the request has no uid, so that no answer could be told apart')],
  [
    'another operation',
    review({ operation: 'READ' }),
    fault("the request has the operation 'READ'; known are CREATE, UPDATE, DELETE, CONNECT"),
  ],
  ['what is nested too deep', '['.repeat(100_000), fault('the review is nested deeper than 200 levels')],
])('refuses %s', (_, body, expected) => {
  expect(readReview(body)).toEqual(expected);
});
