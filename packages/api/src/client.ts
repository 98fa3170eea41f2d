import type { Answer, Body, Endpoint, Params, Query } from './endpoint.ts';
import { ApiError, REFUSALS, type Refusal, type RefusalCode } from './errors.ts';

/** Header without which calls that change something are refused: other sites cannot send it. */
export const CSRF_HEADER = 'x-breakwater-request';

/** What the client needs of `fetch`. */
export type Fetch = (
  url: string,
  init: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string; readonly signal?: unknown },
) => Promise<{ readonly status: number; text(): Promise<string> }>;

/** Parts of a request, as far as its endpoint has them. */
export type Input<E extends Endpoint> = Part<'params', Params<E>> &
  Part<'query', Query<E>> &
  Part<'body', Body<E>> & { readonly signal?: unknown };
type Part<K extends string, V> = [V] extends [undefined]
  ? { readonly [k in K]?: undefined }
  : Record<never, never> extends V
    ? { readonly [k in K]?: V }
    : { readonly [k in K]: V };

export interface Client {
  /** Throws ApiError. */
  call<E extends Endpoint>(endpoint: E, input: Input<E>): Promise<Answer<E>>;
}

/** A client of the API at an address, `''` for the page's own. `headers` go with every request: authorization, accept-language. */
export function createClient(fetch: Fetch, base = '', headers: () => Readonly<Record<string, string>> = () => ({})): Client {
  return {
    call: async (endpoint, input) => {
      const { params, query, body, signal } = input as { params?: Values; query?: Values; body?: unknown; signal?: unknown };
      const answer = await send(fetch, base + toUrl(endpoint, params, query), {
        method: endpoint.method,
        headers: {
          accept: 'application/json',
          ...(endpoint.method === 'GET' ? {} : { [CSRF_HEADER]: '1' }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers(),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
      const text = await answer.text();
      if (answer.status >= 400) throw toError(answer.status, text);
      return (text === '' ? null : parse(text)) as Answer<typeof endpoint>;
    },
  };
}

type Values = Readonly<Record<string, string | number | boolean | undefined>>;

/** Path and query of a request. Throws TypeError for a parameter that is missing. */
export function toUrl({ path }: Pick<Endpoint, 'path'>, params: Values = {}, query: Values = {}): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`${path} needs '${name}'`);
    return encodeURIComponent(value);
  });
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`;
}

async function send(fetch: Fetch, url: string, init: Parameters<Fetch>[1]): ReturnType<Fetch> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if ((cause as { name?: unknown }).name === 'AbortError') throw cause;
    throw new ApiError('unavailable', 'The server cannot be reached.', 'Check that it runs, then try again.');
  }
}

function toError(status: number, text: string): ApiError {
  const { error } = (parse(text) ?? {}) as Partial<Refusal>;
  if (error !== undefined && Object.hasOwn(REFUSALS, error.code)) return toApiError(error);
  const code = (Object.keys(REFUSALS) as RefusalCode[]).find(candidate => REFUSALS[candidate] === status) ?? 'internal';
  return new ApiError(code, `The server answered ${status}.`);
}

function toApiError({ code, message, hint, issues }: Refusal['error']): ApiError {
  return new ApiError(code as RefusalCode, message, hint, issues);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
