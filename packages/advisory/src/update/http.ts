import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch, type Response } from 'undici';

/** Proxies as HTTPS_PROXY, HTTP_PROXY and NO_PROXY name them; empty for none. */
export interface Proxies {
  readonly httpsProxy: string;
  readonly httpProxy: string;
  readonly noProxy: string;
}

export interface Http extends AsyncDisposable {
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** The text of a small file. Throws RefusedError, or an Error when the server cannot be reached. */
  readText(url: string, maxBytes: number): Promise<string>;
}

/** The server answered, and would answer the same again. */
export class RefusedError extends Error {}

/** There is nothing at that place. */
export class GoneError extends RefusedError {}

/** A dump of the largest ecosystem has some 300 MB. */
const TIMEOUT_MS = 30 * 60 * 1000;

/** The owner of undici. */
export function createHttp({ httpsProxy, httpProxy, noProxy }: Proxies): Http {
  const usesProxy = httpsProxy + httpProxy !== '';
  const proxies = { httpsProxy: toUrl(httpsProxy), httpProxy: toUrl(httpProxy), noProxy };
  const dispatcher: Dispatcher = usesProxy ? new EnvHttpProxyAgent(proxies) : new Agent();
  const get: Http['get'] = (url, headers = {}) =>
    fetch(url, {
      dispatcher,
      headers: { 'user-agent': 'breakwater', ...headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'follow',
    });
  return {
    get,
    readText: async (url, maxBytes) => {
      const response = await get(url);
      const { status } = response;
      if (status === 404 || status === 410) throw new GoneError(`the server answered ${status}`);
      if (!response.ok || response.body === null) throw new RefusedError(`the server answered ${status}`);
      const parts: Uint8Array[] = [];
      let total = 0;
      for await (const chunk of response.body) {
        total += chunk.length;
        if (total > maxBytes) throw new RefusedError(`the answer has more than ${maxBytes} bytes`);
        parts.push(chunk);
      }
      return Buffer.concat(parts).toString('utf8');
    },
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}

/** A proxy may be named without its scheme. */
function toUrl(proxy: string): string {
  return proxy === '' || proxy.includes('://') ? proxy : `http://${proxy}`;
}
