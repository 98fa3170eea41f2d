import { expect, it } from 'vitest';
import { serve } from '../testing/mirror.ts';
import { createHttp } from './http.ts';
import { locate } from './locate.ts';

const REPOMD = (href: string) =>
  `<repomd xmlns="http://linux.duke.edu/metadata/repo"><data type="primary"><location href="repodata/p.gz"/></data><data type="updateinfo"><checksum type="sha256">e6</checksum><location href="${href}"/></data></repomd>`;

it.each<
  [title: string, from: 'mirror-list' | 'pointer' | undefined, files: (url: string) => Readonly<Record<string, string>>, found: string]
>([
  ['the file itself', undefined, () => ({}), 'URL/x'],
  [
    'the updateinfo of a repository',
    'mirror-list',
    url => ({ x: `${url}/core/1\n${url}/2\n`, 'core/1/repodata/repomd.xml': REPOMD('repodata/e6-updateinfo.xml.gz') }),
    'URL/core/1/repodata/e6-updateinfo.xml.gz',
  ],
  [
    'a repository without one',
    'mirror-list',
    url => ({ x: url, 'repodata/repomd.xml': '<repomd/>' }),
    'Error: the repository has no updateinfo',
  ],
  [
    'an updateinfo elsewhere',
    'mirror-list',
    url => ({ x: url, 'repodata/repomd.xml': REPOMD('http://169.254.169.254/x') }),
    'Error: its updateinfo lies on another server',
  ],
  ['no list', 'mirror-list', () => ({ x: 'hello' }), 'Error: it is no list of mirrors'],
  [
    'a repository that is none',
    'mirror-list',
    url => ({ x: url, 'repodata/repomd.xml': '{}' }),
    expect.stringMatching(/^Error: /) as unknown as string,
  ],
  ['the file beside a text', 'pointer', () => ({ x: 'csaf_vex_2026-12-01.tar.zst\n' }), 'URL/csaf_vex_2026-12-01.tar.zst'],
  ['a file elsewhere', 'pointer', () => ({ x: '../../etc/passwd' }), 'Error: it does not name a file'],
  ['a text that is gone', 'pointer', () => ({}), 'Error: the server answered 404'],
])('%s', async (_, from, files, found) => {
  const known: Record<string, string> = {};
  await using server = await serve(known);
  Object.assign(known, files(server.url));
  await using http = createHttp({ httpsProxy: '', httpProxy: '', noProxy: '' });
  const answer = await locate(`${server.url}/x`, from, http).catch((cause: unknown) => `Error: ${(cause as Error).message}`);
  expect(answer.replaceAll(server.url, 'URL')).toEqual(found);
});
