import { Agent } from 'node:https';

/** Connections over TLS through a proxy (CONNECT), one for each request. https://nodejs.org/api/http.html#built-in-proxy-support */
export function createProxyAgent(proxy: string): Agent {
  return new Agent({ keepAlive: false, proxyEnv: { HTTPS_PROXY: proxy } });
}
