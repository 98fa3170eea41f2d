import { describe, expect, it } from 'vitest';
import { parseSearch, renderSearch } from './search.ts';

describe('the query of a URL', () => {
  it.each([
    [{}, ''],
    [{ filter: '', sort: undefined }, ''],
    [
      { filter: 'severity>=high,namespace=a|b,label.team=x', sort: '-risk' },
      '?filter=severity%3E=high,namespace=a|b,label.team=x&sort=-risk',
    ],
    [{ filter: 'name~"a, b"&c+d' }, '?filter=name~%22a,+b%22%26c%2Bd'],
    [{ to: '/violations?filter=state=open' }, '?to=/violations%3Ffilter=state=open'],
  ])('%j', (search, text) => {
    expect(renderSearch(search)).toBe(text);
    expect(parseSearch(text)).toEqual(
      JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(search).filter(([, value]) => value !== '')))),
    );
  });
});
