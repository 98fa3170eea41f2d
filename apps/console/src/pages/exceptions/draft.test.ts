import { describe, expect, it } from 'vitest';
import { parseSearch } from '../../app/search.ts';
import { toFindingExceptionUrl } from '../../ui/finding-exception-url.ts';
import { toExceptionUrl } from '../violations/exception-url.ts';
import { type Draft, isOfVulnerability, readDraft, toRequest, toRequestUrl, toScope } from './draft.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const empty = { clusters: '', namespaces: '', workloads: '', containers: '', images: '', packages: '' };

describe('the draft of an exception', () => {
  it('begins with what a link carries', () => {
    expect(readDraft({ target: 'host-path-mounted', namespace: 'shop', workload: 'Pod/web' })).toEqual({
      ...empty,
      target: 'host-path-mounted',
      kind: 'accepted',
      reason: '',
      until: 30,
      date: '',
      namespaces: 'shop',
      workloads: 'Pod/web',
    });
    expect(readDraft({ target: 'CVE-2026-1', kind: 'deferred', package: 'zlib1g' })).toMatchObject({
      kind: 'deferred',
      until: 'fixable',
      packages: 'zlib1g',
    });
    expect(readDraft({ kind: 'forgotten' }).kind).toBe('accepted');
  });

  it('becomes a scope without empty lists; packages are of vulnerabilities only', () => {
    const draft = { ...readDraft({ target: 'a-policy', package: 'zlib1g' }), namespaces: 'shop , shop-data', clusters: ' , ' };
    expect(toScope(draft)).toEqual({ namespaces: ['shop', 'shop-data'] });
    expect(toScope({ ...draft, target: 'GHSA-1' })).toEqual({ namespaces: ['shop', 'shop-data'], packages: ['zlib1g'] });
  });

  it.each([
    ['CVE-2026-1', true],
    [' GHSA-7wjx-3g7j-8584', true],
    ['host-path-mounted', false],
    ['5.2.2', false],
    ['C-1', false],
  ])('%s is of a vulnerability: %s', (target, is) => {
    expect(isOfVulnerability({ target })).toBe(is);
  });
});

const policy: Draft = { ...readDraft({ target: ' host-path-mounted ' }), reason: ' needed ' };
const finding: Draft = { ...readDraft({ target: 'CVE-2026-1', image: 'r/shop/*' }), reason: 'no path leads there' };
const said = { target: 'CVE-2026-1', scope: { images: ['r/shop/*'] }, reason: 'no path leads there' };

it.each<[string, Draft, unknown]>([
  ['a policy, for days', policy, { target: 'host-path-mounted', scope: {}, reason: 'needed', expiry: '2026-12-30T12:00:00.000Z' }],
  [
    'a policy, until a day',
    { ...policy, until: 'date', date: '2027-01-31' },
    { target: 'host-path-mounted', scope: {}, reason: 'needed', expiry: '2027-01-31' },
  ],
  ['a policy cannot wait for a fix', { ...policy, until: 'fixable' }, undefined],
  ['a day is missing', { ...policy, until: 'date' }, undefined],
  ['a reason is missing', { ...policy, reason: ' ' }, undefined],
  ['a target is missing', { ...policy, target: '' }, undefined],
  ['accepted', finding, { ...said, expiry: '2026-12-30T12:00:00.000Z', vexStatus: 'affected' }],
  ['deferred until a fix', { ...finding, kind: 'deferred', until: 'fixable' }, { ...said, until: 'fixable' }],
  ['deferred until a day', { ...finding, kind: 'deferred', until: 'date', date: '2027-01-31' }, { ...said, expiry: '2027-01-31' }],
  ['a false positive without an end', { ...finding, kind: 'false-positive', until: 'never' }, { ...said, vexStatus: 'not_affected' }],
])('%s', (_name, draft, body) => {
  expect(toRequest(draft, NOW)).toEqual(body);
});

describe('the form for another one', () => {
  it.each([
    [
      { target: 'host-path-mounted', scope: { namespaces: ['shop', 'shop-data'], images: ['a/b'] } },
      { target: 'host-path-mounted', namespaces: 'shop, shop-data', images: 'a/b', kind: 'accepted' },
    ],
    [
      { target: 'CVE-1', scope: { packages: ['zlib1g'] }, vexStatus: 'not_affected' as const },
      { packages: 'zlib1g', kind: 'false-positive' },
    ],
    [{ target: 'CVE-1', scope: {}, vexStatus: 'affected' as const }, { kind: 'accepted' }],
    [{ target: 'CVE-1', scope: {} }, { kind: 'deferred' }],
    [{ target: 'CVE-1', scope: {}, vexStatus: 'affected' as const, until: 'fixable' as const }, { kind: 'deferred' }],
  ])('of %j holds the same', (exception, parts) => {
    const url = toRequestUrl(exception);
    expect(readDraft(parseSearch(url.slice(url.indexOf('?') + 1)))).toMatchObject(parts);
  });
});

it('a violation fills the form, and the form makes its scope', () => {
  const url = toExceptionUrl({
    policy: 'privileged-container',
    cluster: 'file:shop',
    namespace: 'shop',
    kind: 'Deployment',
    name: 'web',
    container: 'app',
  });
  expect(url).toBe('/exceptions/new?target=privileged-container&cluster=file:shop&namespace=shop&workload=Deployment/web&container=app');
  const draft = readDraft(parseSearch(url.slice(url.indexOf('?') + 1)));
  expect(draft.target).toBe('privileged-container');
  expect(toScope(draft)).toEqual({ clusters: ['file:shop'], namespaces: ['shop'], workloads: ['Deployment/web'], containers: ['app'] });
});

it('a Namespace speaks about itself', () => {
  const place = { policy: 'limit-range-missing', cluster: 'c', namespace: '', kind: 'Namespace', name: 'shop', container: '' };
  expect(toExceptionUrl(place)).toBe('/exceptions/new?target=limit-range-missing&cluster=c&namespace=shop&workload=Namespace/shop');
});

it('a finding fills the form, and the form makes its scope', () => {
  const url = toFindingExceptionUrl({ id: 'CVE-2026-1', package: 'zlib1g', reference: 'r/shop/cart:1.4' }, 'deferred');
  expect(url).toBe('/exceptions/new?target=CVE-2026-1&kind=deferred&package=zlib1g&image=r/shop/cart:1.4');
  const draft = readDraft(parseSearch(url.slice(url.indexOf('?') + 1)));
  expect([draft.kind, toScope(draft)]).toEqual(['deferred', { images: ['r/shop/cart:1.4'], packages: ['zlib1g'] }]);
});
