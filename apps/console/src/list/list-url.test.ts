import { describe, expect, it } from 'vitest';
import { parseSearch } from '../app/search.ts';
import { toListUrl } from './list-url.ts';

describe('toListUrl', () => {
  it.each([
    [{}, '/violations'],
    [{ cluster: undefined }, '/violations'],
    [{ severity: 'high', cluster: 'file:shop' }, '/violations?filter=severity=high,cluster=file:shop'],
  ])('%j', (where, url) => {
    expect(toListUrl('/violations', where)).toBe(url);
  });

  it('comes back whole whatever a name holds', () => {
    const url = toListUrl('/workloads', { cluster: 'file:a, b&c="d"+e' });
    expect(parseSearch(url.slice(url.indexOf('?') + 1))).toEqual({ filter: 'cluster="file:a, b&c=""d""+e"' });
  });
});
