import { expect, it } from 'vitest';
import { chooseProxy } from './choose-proxy.ts';

const BOTH = { httpsProxy: 'http://proxy:3128', httpProxy: 'plain:8080' };

it.each([
  ['https://api.example.com', '', 'http://proxy:3128'],
  ['wss://api.example.com:8443', '', 'http://proxy:3128'],
  ['http://api.example.com', '', 'http://plain:8080'],
  ['no URL', '', ''],
  ['https://localhost:6443', '', ''],
  ['https://127.0.0.1:6443', '', ''],
  ['https://[::1]:6443', '', ''],
  ['https://api.example.com', '*', ''],
  ['https://api.example.com', 'example.com', ''],
  ['https://example.com', 'example.com', ''],
  ['https://API.Example.com', 'api.EXAMPLE.com', ''],
  ['https://api.example.com', 'other.example,.example.com', ''],
  ['https://example.com', '.example.com', 'http://proxy:3128'],
  ['https://api.example.com', '*.example.com', ''],
  ['https://badexample.com', 'example.com', 'http://proxy:3128'],
  ['https://api.example.com:6443', 'example.com:6443', ''],
  ['https://api.example.com', 'example.com:443', ''],
  ['https://api.example.com:6443', 'example.com:443', 'http://proxy:3128'],
  ['https://10.1.2.3', '10.1.2.3', ''],
  ['https://10.1.2.3', '10.0.0.0/8', ''],
  ['https://11.1.2.3', '10.0.0.0/8', 'http://proxy:3128'],
  ['https://10.1.2.3', '10.0.0.0/99, 10.0.0.0/x, /, :', 'http://proxy:3128'],
  ['https://[fd00::1]', 'fd00::/8', ''],
  ['https://[fd00::1]', 'fd00::1', ''],
  ['https://[fd00::1]:6443', '[fd00::1]:6443', ''],
  ['https://api.example.com', '10.0.0.0/8', 'http://proxy:3128'],
])('%s without %j goes by %j', (target, noProxy, proxy) => {
  expect(chooseProxy(target, { ...BOTH, noProxy })).toBe(proxy);
});

it('is none where none is named', () => {
  expect(chooseProxy('https://api.example.com', { httpsProxy: '', httpProxy: '', noProxy: '' })).toBe('');
});
