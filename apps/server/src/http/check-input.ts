import type { Endpoint } from '@breakwater/api';
import { listSchemaIssues, nearestName } from '@breakwater/model';
import { RequestError } from './request-error.ts';

type Schema = NonNullable<Endpoint['body']>;
type ObjectSchema = NonNullable<Endpoint['query']>;
type Values = Readonly<Record<string, unknown>>;

/**
 * The parts of a request as the contract has them. Names that it does not know are refused with the nearest one that it does.
 *
 * @throws RequestError `bad-request`, `unknown-field`
 */
export function checkInput(
  endpoint: Endpoint,
  input: { readonly params: unknown; readonly query: unknown; readonly body: unknown },
): { readonly params: unknown; readonly query: unknown; readonly body: unknown } {
  const query = checkQuery(endpoint.query, input.query as Values);
  const params = endpoint.params === undefined ? undefined : check('path', endpoint.params, input.params);
  return { params, query, body: checkBody(endpoint.body, input.body) };
}

function checkQuery(schema: ObjectSchema | undefined, values: Values): unknown {
  const known = Object.keys(schema?.properties ?? {});
  const unknown = Object.keys(values).find(name => !known.includes(name));
  if (unknown !== undefined) throw refuseName('query', unknown, known);
  if (schema === undefined) return undefined;
  const converted = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, convert(schema.properties[name], value)]));
  return check('query', schema, converted);
}

function refuseName(place: string, name: string, known: readonly string[]): RequestError {
  const nearest = nearestName(name, known);
  const hint =
    nearest !== undefined ? `Did you mean '${nearest}'?` : known.length === 0 ? 'It takes none.' : `Known are ${known.join(', ')}.`;
  return new RequestError('unknown-field', `${place}: there is no '${name.slice(0, 100)}'.`, hint);
}

/** A query carries text only. */
function convert(schema: Schema | undefined, value: unknown): unknown {
  const { type } = (schema ?? {}) as { readonly type?: unknown };
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  if (typeof value !== 'string' || (type !== 'integer' && type !== 'number')) return value;
  return /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
}

function checkBody(schema: Schema | undefined, body: unknown): unknown {
  if (schema !== undefined) return check('body', schema, body ?? {});
  const isEmpty = body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0);
  if (!isEmpty) throw new RequestError('unknown-field', 'body: nothing is expected there.', 'Send the request without a body.');
  return undefined;
}

function check(place: string, schema: Schema, value: unknown): unknown {
  const [issue] = listSchemaIssues(schema, value);
  if (issue === undefined) return value;
  const path = [place, ...issue.path].join('.');
  throw new RequestError(/is not a known key/.test(issue.message) ? 'unknown-field' : 'bad-request', `${path}: ${issue.message}`);
}
