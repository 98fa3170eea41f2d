import { describe, expect, test } from 'vitest';
import { toOpenApi } from './openapi.ts';
import { resources } from './resources.generated.ts';

const endpoints = resources.flatMap(resource =>
  Object.entries(resource.endpoints).map(([name, endpoint]) => [`${resource.name}.${name}`, endpoint] as const),
);

describe.each(endpoints)('%s', (_, { method, path, summary, permission, params, query, body, answer, list, stream, status, readOnly }) => {
  test('says what it is', () => {
    expect(path).toMatch(/^\/(?:api\/v1\/[a-z]+(?:-[a-z]+)*(?:\.json)?(?:\/:id)?(?:\/[a-z]+(?:-[a-z]+)*)*|healthz|readyz|metrics)$/);
    expect(summary).toMatch(/^[A-Z0-9].*[^.]$/);
  });

  test('takes its parameters, and nothing beside what is known', () => {
    expect(Object.keys(params?.properties ?? {})).toStrictEqual([...path.matchAll(/:(\w+)/g)].map(([, name]) => name));
    for (const schema of [query, body])
      if (schema !== undefined) expect((schema as { additionalProperties?: unknown }).additionalProperties).toBe(false);
    if (method === 'GET') expect(body).toBeUndefined();
  });

  test('changes something only with a right of its own', () => {
    if (method !== 'GET' && permission !== 'public' && readOnly !== true)
      expect(['self', 'request-exception', 'approve-exception', 'request-response', 'respond', 'administer']).toContain(permission);
    expect(status === 204).toBe(status === 204 && (answer as { type?: unknown }).type === 'null');
  });

  test('is a list with fields that may be asked for, or none', () => {
    const isPage = Object.hasOwn((answer as { properties?: object }).properties ?? {}, 'total');
    expect([list !== undefined, query !== undefined && 'filter' in query.properties]).toStrictEqual([isPage, isPage]);
    for (const [name, field] of Object.entries(list ?? {})) {
      expect(name).toMatch(/^[a-z][A-Za-z]*$/);
      expect(field.doc).toMatch(/^[A-Z].*[^.]$/);
      expect(field.choices !== undefined).toBe(field.type === 'choice');
    }
    if (stream === true) expect(method).toBe('GET');
  });
});

test('no two endpoints are the same', () => {
  const all = endpoints.map(([, { method, path }]) => `${method} ${path}`);
  expect(all.filter((one, index) => all.indexOf(one) !== index)).toStrictEqual([]);
});

test('the contract is an OpenAPI document', () => {
  const document = toOpenApi(resources, '0.1.0') as { paths: Record<string, Record<string, { operationId: string }>> };
  const operations = Object.values(document.paths).flatMap(path => Object.values(path).map(({ operationId }) => operationId));
  expect(operations.toSorted()).toStrictEqual(endpoints.map(([name]) => name).toSorted());
  expect(JSON.stringify(document)).not.toContain('"~');
});
