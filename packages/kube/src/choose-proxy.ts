import { BlockList, isIP } from 'node:net';

/** Proxies as HTTPS_PROXY, HTTP_PROXY and NO_PROXY name them; empty for none. */
export interface Proxies {
  readonly httpsProxy: string;
  readonly httpProxy: string;
  /**
   * Hosts that are reached without one, separated by commas: `*`, a name (and all below it), `.name` or `*.name` (all below it), an address, a
   * range as `10.0.0.0/8`; each with a port, if it is for that port only.
   */
  readonly noProxy: string;
}

/** URL of the proxy for a request, empty for none. Read as Go does, which kubectl is written in: https://pkg.go.dev/golang.org/x/net/http/httpproxy */
export function chooseProxy(target: string, { httpsProxy, httpProxy, noProxy }: Proxies): string {
  const url = URL.parse(target);
  if (url === null) return '';
  const proxy = url.protocol === 'https:' || url.protocol === 'wss:' ? httpsProxy : httpProxy;
  if (proxy === '' || isExempt(url, noProxy)) return '';
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isExempt(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' || url.protocol === 'wss:' ? '443' : '80');
  const entries = noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(entry => entry !== '');
  return isLoopback(host) || entries.some(entry => matches(entry, host, port));
}

/** What runs on this machine is never behind a proxy. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isWithin(entry, host);
  const [, name = '', wanted] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
  if (wanted !== undefined && wanted !== port) return false;
  if (isIP(host) !== 0) return name === host;
  const suffix = name.replace(/^\*/, '');
  return suffix.startsWith('.') ? host.endsWith(suffix) : host === suffix || host.endsWith(`.${suffix}`);
}

function isWithin(range: string, host: string): boolean {
  const [network = '', prefix = ''] = range.split('/');
  const version = isIP(host);
  const bits = Number(prefix);
  if (version === 0 || isIP(network) !== version || !/^\d+$/.test(prefix) || bits > (version === 4 ? 32 : 128)) return false;
  const type = version === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, bits, type);
  return list.check(host, type);
}
