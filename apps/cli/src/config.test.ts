import { afterEach, describe, expect, test, vi } from 'vitest';
import { readConfig } from './config.ts';

afterEach(() => vi.unstubAllEnvs());

describe('readConfig', () => {
  test.each<[Readonly<Record<string, string>>, boolean, 'en' | 'ja']>([
    [{}, false, 'en'],
    [{ NO_COLOR: '1' }, true, 'en'],
    [{ NO_COLOR: '' }, false, 'en'],
    [{ TERM: 'dumb' }, true, 'en'],
    [{ TERM: 'xterm' }, false, 'en'],
    [{ LANG: 'ja_JP.UTF-8' }, false, 'ja'],
    [{ LANG: 'en_US.UTF-8' }, false, 'en'],
    [{ LANG: 'C' }, false, 'en'],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'ja_JP.UTF-8' }, false, 'ja'],
    [{ LANG: 'ja_JP.UTF-8', LC_MESSAGES: 'en_US.UTF-8' }, false, 'en'],
    [{ LANG: 'ja_JP.UTF-8', LC_ALL: '' }, false, 'ja'],
  ])('%j', (env, noColor, language) => {
    for (const name of ['NO_COLOR', 'TERM', 'LANG', 'LC_ALL', 'LC_MESSAGES']) vi.stubEnv(name, env[name]);
    expect(readConfig()).toMatchObject({ noColor, language });
  });
});

test('the search path is PATH, without what would lead into the folder that is judged', () => {
  vi.stubEnv('PATH', '/usr/bin:.::bin:/bin');
  expect(readConfig().searchPath).toStrictEqual(['/usr/bin', '/bin']);
  vi.stubEnv('PATH', undefined);
  expect(readConfig().searchPath).toStrictEqual([]);
});

test('proxies are named in capitals or small letters, the capitals first', () => {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy']) vi.stubEnv(name, undefined);
  expect(readConfig().proxies).toStrictEqual({ httpsProxy: '', httpProxy: '', noProxy: '' });
  vi.stubEnv('HTTPS_PROXY', 'http://one:3128');
  vi.stubEnv('https_proxy', 'http://two:3128');
  vi.stubEnv('http_proxy', 'three:8080');
  vi.stubEnv('no_proxy', '.svc');
  expect(readConfig().proxies).toStrictEqual({ httpsProxy: 'http://one:3128', httpProxy: 'three:8080', noProxy: '.svc' });
});
