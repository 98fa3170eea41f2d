import type { TObject } from 'typebox';
import { CSRF_HEADER } from './client.ts';
import type { Endpoint, Resource } from './endpoint.ts';
import { Refusal } from './errors.ts';

type Json = Readonly<Record<string, unknown>>;

/** The whole contract as an OpenAPI 3.1 document. */
export function toOpenApi(resources: readonly Resource[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const resource of resources) {
    for (const [name, endpoint] of Object.entries(resource.endpoints)) {
      const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
      paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: toOperation(resource, name, endpoint) };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Breakwater', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    tags: resources.map(({ name, doc }) => ({ name, description: doc })),
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'API token' },
        session: { type: 'apiKey', in: 'cookie', name: 'breakwater_session' },
      },
    },
    security: [{ token: [] }, { session: [] }],
  };
}

function toOperation({ name: tag }: Resource, name: string, endpoint: Endpoint): Json {
  const { summary, permission, params, query, body, status = 200, answer, stream } = endpoint;
  const type = stream === true ? 'text/event-stream' : 'application/json';
  const content = { [type]: { schema: strip(answer) } };
  return {
    operationId: `${tag}.${name}`,
    tags: [tag],
    summary,
    description: `Permission: ${permission}.${describeList(endpoint)}`,
    parameters: [...toParameters(params, 'path'), ...toParameters(query, 'query'), ...(endpoint.method === 'GET' ? [] : [CSRF])],
    ...(body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: strip(body) } } } }),
    responses: {
      [status]: status === 204 ? { description: 'Done' } : { description: 'Done', content },
      default: { description: 'Refused', content: { 'application/json': { schema: strip(Refusal) } } },
    },
    ...(permission === 'public' ? { security: [] } : {}),
  };
}

const CSRF = {
  name: CSRF_HEADER,
  in: 'header',
  required: false,
  schema: { type: 'string' },
  description: 'Any value; needed with a session cookie',
};

function toParameters(schema: TObject | undefined, place: 'path' | 'query'): readonly Json[] {
  if (schema === undefined) return [];
  const required = new Set<string>((schema as { readonly required?: readonly string[] }).required ?? []);
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    schema: strip(property),
  }));
}

function describeList({ list }: Endpoint): string {
  if (list === undefined) return '';
  const fields = Object.entries(list).map(
    ([name, { doc, sortable }]) => `${name === 'label' ? 'label.KEY' : name} (${doc}${sortable === true ? ', sortable' : ''})`,
  );
  return ` Fields: ${fields.join('; ')}.`;
}

/** Without what only TypeScript needs. */
function strip(schema: object): Json {
  return JSON.parse(JSON.stringify(schema, (key, value: unknown) => (key === '$id' || key.startsWith('~') ? undefined : value))) as Json;
}
