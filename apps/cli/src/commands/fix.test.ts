import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '@breakwater/manifest';
import type { CheckOutput } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const BAD =
  '# web\napiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  hostPID: true # why\n  containers: [{ name: app, image: app:1 }]\n';
const GOOD = BAD.replace('  hostPID: true # why\n', '');
const HOST = ['fix', '--policy', 'host-pid'];
const SUMMARY = `
What may behave differently now:
  host-pid: processes of the node are out of sight
`;

describe('a file', () => {
  test('is repaired in place', async () => {
    using folder = createFolder({ 'a.yaml': BAD });
    const file = folder.at('a.yaml');
    expect(await run([...HOST, file])).toEqual({
      code: 0,
      out: `${file}\n  fixed  host-pid\n${SUMMARY}\nfixed 1 finding in 1 file, 0 need a person\n`,
      err: '',
    });
    expect(readFileSync(file, 'utf8')).toBe(GOOD);
    expect(await run([...HOST, file])).toEqual({ code: 0, out: 'fixed 0 findings in 0 files, 0 need a person\n', err: '' });
  });

  test('is only looked at with --dry-run', async () => {
    using folder = createFolder({ 'a.yaml': BAD });
    const file = folder.at('a.yaml');
    const { mtimeMs } = statSync(file);
    const { code, out, err } = await run([...HOST, '--dry-run', file]);
    expect([code, out]).toEqual([
      0,
      `--- ${file}\n+++ ${file}\n@@ -3,5 +3,4 @@\n kind: Pod\n metadata: { name: web }\n spec:\n-  hostPID: true # why\n   containers: [{ name: app, image: app:1 }]\n`,
    ]);
    expect(err).toBe(`${file}\n  fixed  host-pid\n${SUMMARY}\nwould fix 1 finding in 1 file, 0 need a person\n`);
    expect([readFileSync(file, 'utf8'), statSync(file).mtimeMs]).toEqual([BAD, mtimeMs]);
  });

  test('with findings that no policy can repair is told', async () => {
    using folder = createFolder({ 'a.yaml': BAD });
    const { code, out } = await run([...HOST, '--policy', 'image-not-pinned', folder.at('a.yaml')]);
    expect([code, out.split('\n').at(-2)]).toEqual([0, 'fixed 1 finding in 1 file, 1 needs a person']);
  });

  test('is told in Japanese', async () => {
    using folder = createFolder({ 'a.yaml': BAD });
    const { out } = await run([...HOST, '--lang', 'ja', folder.at('a.yaml')]);
    expect(out).toBe(
      `${folder.at('a.yaml')}\n  修正   host-pid\n\n動作が変わる可能性があるもの:\n  host-pid: ノードのプロセスが見えなくなります\n\n1 個のファイルで 1 件を修正しました。0 件は人の判断が必要です\n`,
    );
  });

  test('keeps CR LF, a byte order mark and the end without a line end', async () => {
    const text = `\uFEFF${BAD.replaceAll('\n', '\r\n').trimEnd()}`;
    using folder = createFolder({ 'a.yaml': text });
    await run([...HOST, folder.at('a.yaml')]);
    expect(readFileSync(folder.at('a.yaml'), 'utf8')).toBe(text.replace('  hostPID: true # why\r\n', ''));
  });

  test('leaves alone what was accepted', async () => {
    using folder = createFolder({
      'a.yaml': BAD,
      'exceptions.yaml': 'target: host-pid\nscope: { workloads: [web] }\nreason: it is a debugger\n',
    });
    const { code, out } = await run([...HOST, '--exceptions', folder.at('exceptions.yaml'), folder.at('a.yaml')]);
    expect([code, out, readFileSync(folder.at('a.yaml'), 'utf8')]).toEqual([0, 'fixed 0 findings in 0 files, 0 need a person\n', BAD]);
  });
});

describe('standard input', () => {
  test('is written to standard output', async () => {
    const { code, out, err } = await run([...HOST, '-'], BAD);
    expect([code, out, err]).toEqual([0, GOOD, `-\n  fixed  host-pid\n${SUMMARY}\nfixed 1 finding in 1 file, 0 need a person\n`]);
  });

  test('comes out as it went in when nothing is to be done', async () => {
    expect(await run([...HOST, '-'], GOOD)).toMatchObject({ code: 0, out: GOOD });
  });
});

describe('what cannot be kept intact is refused, with the reason', () => {
  test('an anchor that is used elsewhere', async () => {
    const text = BAD.replace('hostPID: true', 'hostIPC: &on true\n  hostPID: *on').replace('containers', 'hostNetwork: *on\n  containers');
    using folder = createFolder({ 'a.yaml': text });
    const { code, out } = await run(['fix', '--policy', 'host-ipc', folder.at('a.yaml')]);
    expect([code, out, readFileSync(folder.at('a.yaml'), 'utf8')]).toEqual([
      3,
      `${folder.at('a.yaml')}\n  left   host-ipc: Pod 'web': it holds an anchor (&name) that is used in other places\n\nfixed 0 findings in 0 files, 1 needs a person\n`,
      text,
    ]);
  });

  test('a template', async () => {
    using folder = createFolder({ 'a.yaml': `${BAD}---\nkind: {{ .Values.kind }}\n`, 'b.yaml': BAD });
    const { code, err } = await run([...HOST, folder.path]);
    expect([code, err]).toEqual([
      3,
      `${folder.at('a.yaml')}:9:7: document 2 cannot be read: it holds template expressions ({{ … }}) that were not rendered; run 'helm template CHART | breakwater check -'\n`,
    ]);
    expect([readFileSync(folder.at('a.yaml'), 'utf8'), readFileSync(folder.at('b.yaml'), 'utf8')]).toEqual([
      `${GOOD}---\nkind: {{ .Values.kind }}\n`,
      GOOD,
    ]);
  });

  test.each<[string, string | Uint8Array, string]>([
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0), 'a.yaml: It is not UTF-8 text, so it is left as it is.\n'],
    ['a binary file', 'a\0b', 'a.yaml: this is not a text file: it holds NUL bytes\n'],
    [
      'a file without objects',
      'a: 1\n',
      ': There is no Kubernetes object in what was given, so nothing was repaired. Check the path; files end in .yaml, .yml or .json.\n',
    ],
  ])('%s', async (_, content, message) => {
    using folder = createFolder({ 'a.yaml': content });
    const { code, err } = await run([...HOST, folder.path]);
    expect([code, err.endsWith(message), err]).toEqual([3, true, err]);
    expect(readFileSync(folder.at('a.yaml'))).toEqual(Buffer.from(content));
  });

  test('a path that is not there', async () => {
    expect(await run([...HOST, '/no/such/path'])).toMatchObject({
      code: 3,
      err: '/no/such/path: There is no such file or folder. Check the path.\n',
    });
  });
});

test.each([
  ['a policy that does not exist', ['--policy', 'host-pidd'], "error: no policy is called 'host-pidd'; did you mean 'host-pid'?\n"],
  ['a version that is none', ['--kube-version', 'new'], "error: --kube-version takes a version such as 1.34, not 'new'\n"],
])('%s is wrong usage', async (_, words, err) => {
  expect(await run(['fix', ...words, '-'], BAD)).toEqual({ code: 2, out: '', err });
});

describe('examples/shop', () => {
  const shop = new URL('../../../../examples/shop/', import.meta.url).pathname;

  const countFailing = async (path: string) => {
    const { out } = await run(['check', '--format', 'json', '--complete', path]);
    const { results, problems } = JSON.parse(out) as CheckOutput;
    return { failing: results.filter(result => result.state === 'fail').length, problems: problems.length };
  };

  test('is repaired, and keeps everything else', async () => {
    using folder = createFolder();
    cpSync(shop, folder.path, { recursive: true });
    const before = await countFailing(folder.path);
    const { code, out, err } = await run(['fix', '--complete', folder.path]);
    expect([code, err]).toEqual([0, '']);
    const after = await countFailing(folder.path);
    const [, fixed = '', left = ''] = /fixed (\d+) findings in \d+ files, (\d+) need a person/.exec(out) ?? [];
    expect([Number(left), after.problems]).toEqual([after.failing, before.problems]);
    // Some findings go with the fix of another one.
    expect(Number(fixed)).toBeGreaterThanOrEqual(40);
    expect(before.failing - after.failing).toBeGreaterThanOrEqual(Number(fixed));
    for (const name of readdirSync(shop)) {
      const [old, now] = [join(shop, name), folder.at(name)].map(path => readFileSync(path, 'utf8'));
      expect(readManifest(now ?? '', { source: name }).problems).toEqual([]);
      expect(listLostComments(old ?? '', now ?? '')).toEqual([]);
    }
  });

  test('twice changes nothing more', async () => {
    using folder = createFolder();
    cpSync(shop, folder.path, { recursive: true });
    await run(['fix', folder.path]);
    const texts = readdirSync(folder.path).map(name => readFileSync(folder.at(name), 'utf8'));
    expect((await run(['fix', folder.path])).out).toMatch(/^fixed 0 findings/m);
    expect(readdirSync(folder.path).map(name => readFileSync(folder.at(name), 'utf8'))).toEqual(texts);
  });
});

/** Fields of which the fixes remove whole lines; a comment behind them goes too. */
const REMOVED = /^\s*(?:add|externalIPs|hostPID|hostPort|privileged|replicas|shareProcessNamespace|tty):/;

/** Comments that are gone, those behind removed fields left out. */
function listLostComments(before: string, after: string): readonly string[] {
  const comments = new Set(after.split('\n').map(readComment));
  return before.split('\n').filter(line => !comments.has(readComment(line)) && !REMOVED.test(line));
}

function readComment(line: string): string {
  return /(?:^|\s)#.*$/.exec(line)?.[0] ?? '';
}
