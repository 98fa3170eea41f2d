import { describe, expect, test } from 'vitest';
import { ApiError, createClient, type Fetch, session, toUrl, violations, workloads } from './index.ts';

/** A fetch that answers always the same and remembers what it was asked. */
function answer(status: number, text: string) {
  const asked: unknown[] = [];
  const fetch: Fetch = async (url, init) => {
    asked.push([url, init]);
    return { status, text: async () => text };
  };
  return { fetch, asked };
}

test('a list is asked with its query, encoded', async () => {
  const { fetch, asked } = answer(200, '{"results":[],"total":0}');
  const client = createClient(fetch, 'http://x', () => ({ 'accept-language': 'ja' }));
  expect(await client.call(violations.endpoints.list, { query: { filter: 'severity>=high,name=a&b', limit: 5 } })).toStrictEqual({
    results: [],
    total: 0,
  });
  expect(asked).toStrictEqual([
    [
      'http://x/api/v1/violations?filter=severity%3E%3Dhigh%2Cname%3Da%26b&limit=5',
      { method: 'GET', headers: { accept: 'application/json', 'accept-language': 'ja' } },
    ],
  ]);
});

test('what changes something has the header that other sites cannot send', async () => {
  const { fetch, asked } = answer(204, '');
  expect(await createClient(fetch).call(session.endpoints.delete, {})).toBeNull();
  expect(asked).toStrictEqual([
    ['/api/v1/session', { method: 'DELETE', headers: { accept: 'application/json', 'x-breakwater-request': '1' } }],
  ]);
});

describe('what comes instead of an answer', () => {
  test.each<[string, number, string, string, string, string | undefined]>([
    ['a refusal', 403, '{"error":{"code":"forbidden","message":"No.","hint":"Ask."}}', 'forbidden', 'No.', 'Ask.'],
    [
      'a refusal of another kind',
      403,
      '{"error":{"code":"constructor","message":"No."}}',
      'forbidden',
      'The server answered 403.',
      undefined,
    ],
    ['a page of a proxy', 502, '<html>', 'internal', 'The server answered 502.', undefined],
  ])('%s', async (_, status, text, code, message, hint) => {
    const { fetch } = answer(status, text);
    await expect(createClient(fetch).call(session.endpoints.get, {})).rejects.toMatchObject({ code, message, hint });
  });

  test('nothing', async () => {
    const client = createClient(() => Promise.reject(new TypeError('fetch failed')));
    await expect(client.call(session.endpoints.get, {})).rejects.toBeInstanceOf(ApiError);
  });
});

test('parameters are part of the path, whatever they hold', () => {
  expect(toUrl(workloads.endpoints.get, { id: 'a/b?c' })).toBe('/api/v1/workloads/a%2Fb%3Fc');
  expect(() => toUrl(workloads.endpoints.get)).toThrow("/api/v1/workloads/:id needs 'id'");
});
