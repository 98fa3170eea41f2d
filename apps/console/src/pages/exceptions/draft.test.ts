import { expect, it } from 'vitest';
import { parseSearch } from '../../app/search.ts';
import { toExceptionUrl } from '../violations/exception-url.ts';
import { readDraft, toExpiry, toRequestUrl, toScope } from './draft.ts';

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

it('an exception that ends is asked for again as it is', () => {
  const scope = { namespaces: ['shop', 'team-*'], workloads: ['Deployment/web'] };
  const url = toRequestUrl({ target: 'host-network', scope });
  const draft = readDraft(parseSearch(url.slice(url.indexOf('?') + 1)));
  expect([draft.target, toScope(draft)]).toEqual(['host-network', scope]);
});

it('a Namespace speaks about itself', () => {
  const place = { policy: 'limit-range-missing', cluster: 'c', namespace: '', kind: 'Namespace', name: 'shop', container: '' };
  expect(toExceptionUrl(place)).toBe('/exceptions/new?target=limit-range-missing&cluster=c&namespace=shop&workload=Namespace/shop');
});

it('what is left empty does not narrow', () => {
  expect(toScope(readDraft({}))).toEqual({});
  expect(toScope({ ...readDraft({}), namespaces: 'a, b ,' })).toEqual({ namespaces: ['a', 'b'] });
});

it('ends after the days that were chosen', () => {
  expect(toExpiry(30, Date.parse('2026-11-25T10:00:00Z'))).toBe('2026-12-25T10:00:00.000Z');
});
