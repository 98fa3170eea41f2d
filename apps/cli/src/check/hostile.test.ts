import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import process from 'node:process';
import type { CheckOutput } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { createFolder, type Folder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const BAD = 'apiVersion: v1\nkind: Pod\nmetadata: { name: bad }\nspec:\n  hostNetwork: true\n  containers: [{ name: app, image: app:1 }]\n';
const HOST = ['--policy', 'host-network', '--format', 'json'];

function createPipe(path: string): void {
  expect(spawnSync('sh', ['-c', 'mkfifo "$0"', path]).status).toBe(0);
}

/** Exit code, files, findings as `file:line`, and problems as `source code: message`, paths below the folder. */
async function check(folder: Folder, names: readonly string[], words: readonly string[] = HOST) {
  const start = process.threadCpuUsage();
  const { code, out, err } = await run(['check', ...words, ...names.map(name => (name === '' ? folder.path : folder.at(name)))]);
  expect(err).toBe('');
  const { results, problems, summary } = JSON.parse(out.replaceAll(`${folder.path}/`, '').replaceAll(folder.path, '.')) as CheckOutput;
  return {
    code,
    files: summary.files,
    findings: results.map(({ location }) => `${location?.file}:${location?.line}`),
    problems: problems.map(({ code: problem, source, message }) => `${source} ${problem}: ${message}`),
    took: process.threadCpuUsage(start).user / 1000,
  };
}

describe('paths', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[], readonly string[]]>([
    [
      'a folder, its files in order',
      { 'b.yaml': BAD, 'a.yml': BAD, 'c/d.json': '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"},"spec":{"hostNetwork":true}}' },
      [''],
      ['a.yml:5', 'b.yaml:5', 'c/d.json:1'],
    ],
    [
      'other files of a folder are passed over',
      { 'a.yaml': BAD, 'a.txt': BAD, 'a.yaml.bak': BAD, '.git/a.yaml': BAD, 'node_modules/x/a.yaml': BAD },
      [''],
      ['a.yaml:5'],
    ],
    ['a file that is named is taken whatever it is called', { 'a.txt': BAD }, ['a.txt'], ['a.txt:5']],
    [
      'spaces, other scripts and signs',
      { 'a b/ポッド é.yaml': BAD, "it's; $(x) #1.YAML": BAD },
      [''],
      ['a b/ポッド é.yaml:5', "it's; $(x) #1.YAML:5"],
    ],
    ['a hidden file', { '.a.yaml': BAD }, [''], ['.a.yaml:5']],
    ['a file named twice, and by its folder', { 'a.yaml': BAD }, ['a.yaml', 'a.yaml', ''], ['a.yaml:5']],
    ['a name that looks like an option', { '-x.yaml': BAD }, ['-x.yaml'], ['-x.yaml:5']],
  ])('%s', async (_, files, names, findings) => {
    using folder = createFolder(files);
    expect(await check(folder, names)).toMatchObject({ code: 1, findings, problems: [] });
  });

  test('an empty folder, and one without manifests', async () => {
    using folder = createFolder({ 'docs/readme.md': 'x' });
    mkdirSync(folder.at('empty'));
    const problems = [expect.stringMatching(/ nothing-to-judge: There is no Kubernetes object in what was given/)];
    expect(await check(folder, ['empty'])).toMatchObject({ code: 3, files: 0, problems });
    expect(await check(folder, [''])).toMatchObject({ code: 3, files: 0, problems });
  });

  test('what is not there, beside what is', async () => {
    using folder = createFolder({ 'a.yaml': BAD.replace('true', 'false') });
    const problems = ['gone.yaml unreadable-path: There is no such file or folder. Check the path.'];
    expect(await check(folder, ['gone.yaml', 'a.yaml'])).toMatchObject({ code: 3, files: 1, findings: [], problems });
    expect((await check(folder, ['a.yaml/b.yaml'])).problems).toStrictEqual([
      expect.stringMatching(/^a\.yaml\/b\.yaml unreadable-path: .*ENOTDIR/),
    ]);
  });

  test('links: loops end, each file is read once, a broken one is told', async () => {
    using folder = createFolder({ 'a/x.yaml': BAD });
    symlinkSync('..', folder.at('a/up'));
    symlinkSync('.', folder.at('a/self'));
    symlinkSync('a', folder.at('b'));
    symlinkSync('a/x.yaml', folder.at('c.yaml'));
    symlinkSync('d.yaml', folder.at('d.yaml'));
    symlinkSync('gone.yaml', folder.at('e.yaml'));
    const { code, findings, problems } = await check(folder, ['']);
    expect([code, findings.length]).toStrictEqual([1, 1]);
    expect(problems.filter(problem => !/^(?:a\/up\/|a\/self\/)/.test(problem))).toStrictEqual([
      'd.yaml unreadable-path: The symbolic link leads back to itself. Remove or mend the link.',
      'e.yaml unreadable-path: There is no such file or folder. Check the path.',
    ]);
  });

  test('standard input named twice is read once', async () => {
    const { code, out } = await run(['check', ...HOST, '-', '-'], BAD);
    expect([code, (JSON.parse(out) as CheckOutput).summary.files]).toStrictEqual([1, 1]);
  });
});

describe('what is no file', () => {
  test('a pipe and a socket of a folder are passed over', async () => {
    using folder = createFolder({ 'a.yaml': BAD });
    createPipe(folder.at('pipe.yaml'));
    const server = createServer().listen(folder.at('socket.yaml'));
    await new Promise(resolve => server.once('listening', resolve));
    expect(await check(folder, [''])).toMatchObject({ code: 1, files: 1, findings: ['a.yaml:5'], problems: [] });
    expect((await check(folder, ['socket.yaml'])).problems).toStrictEqual([
      'socket.yaml unreadable-path: This is a socket or a device, not a file.',
    ]);
    server.close();
  });

  test('a pipe that nobody writes to ends', async () => {
    using folder = createFolder();
    createPipe(folder.at('pipe.yaml'));
    const { code, problems, took } = await check(folder, ['pipe.yaml']);
    expect([code, problems]).toStrictEqual([3, [expect.stringMatching(/ nothing-to-judge: /)]]);
    expect(took).toBeLessThan(10_000);
  });

  test('a pipe that is written to is read, as of `<(command)`', async () => {
    using folder = createFolder({ 'a.yaml': BAD });
    createPipe(folder.at('pipe'));
    const writer = spawn('sh', ['-c', 'cat a.yaml > pipe'], { cwd: folder.path });
    const ended = new Promise(resolve => writer.once('exit', resolve));
    expect(await check(folder, ['pipe'])).toMatchObject({ code: 1, findings: ['pipe:5'], problems: [] });
    await ended;
  });

  test('a device without end is too large', async () => {
    const { code, out } = await run(['check', ...HOST, '/dev/zero']);
    expect([code, (JSON.parse(out) as CheckOutput).problems]).toStrictEqual([
      3,
      [{ code: 'file-too-large', message: 'Larger than 50 MiB: not read.', source: '/dev/zero' }],
    ]);
  });
});

const laughs = [
  'a: &a [x,x,x,x,x,x,x,x,x,x]',
  ...'bcdefghi'.split('').map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghi'[index]}`).join(',')}]`),
].join('\n');
const deep = (levels: number) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  a: ${'{a: '.repeat(levels)}1${'}'.repeat(levels)}\n`;

/** Each beside a good file, which is judged all the same; within seconds. */
describe('content', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ['no YAML', 'a: [', /invalid-yaml: document 1 cannot be read/],
    ['tabs', 'a:\n\tb: 1\n', /tab-indentation: /],
    ['a chart', 'kind: Pod\nmetadata:\n  name: {{ .Values.name }}\n', /template-not-rendered: .*helm template/],
    ['NUL', 'a: 1\0', /binary-file: this is not a text file: it holds NUL bytes/],
    ['an executable', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]), /binary-file: /],
    ['bytes of another encoding', new Uint8Array([0x61, 0x3a, 0x20, 0xff, 0xfe, 0x0a]), /: /],
    ['a bomb of aliases', laughs, /alias-expansion: .*1000000 nodes/],
    ['nested too deep', deep(100), /nesting-too-deep: .*nested deeper than 100 levels/],
    ['brackets without end', '['.repeat(100_000), /nesting-too-deep: /],
    ['more than 50 MiB', Buffer.alloc(50 * 1024 * 1024 + 1, 'a'), /file-too-large: Larger than 50 MiB: not read\./],
    ['metadata that is none', 'apiVersion: v1\nkind: Pod\nmetadata: 5\n', /malformed-object: /],
  ])('%s is told', async (_, content, problem) => {
    using folder = createFolder({ 'bad.yaml': content, 'good.yaml': BAD.replace('true', 'false') });
    const { code, files, findings, problems, took } = await check(folder, ['']);
    expect([code, files, findings, problems]).toStrictEqual([3, 2, [], [expect.stringMatching(problem)]]);
    expect(took).toBeLessThan(10_000);
  });

  test.each<[string, string]>([
    ['nested deep', deep(90)],
    ['50 MB of one text', `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: ${'x'.repeat(49 * 1024 * 1024)} }\n`],
    [
      'keys that every object inherits',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, labels: { __proto__: x, constructor: z } }\n__proto__: { spec: { hostNetwork: true } }\n',
    ],
    [
      'texts where others belong',
      'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { hostNetwork: "true", containers: { a: b }, volumes: x }\n',
    ],
    ['a byte-order mark', '\ufeffapiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n'],
    ['line ends of Windows', 'apiVersion: v1\r\nkind: Namespace\r\nmetadata: { name: a }\r\n'],
  ])('%s is read', async (_, content) => {
    using folder = createFolder({ 'a.yaml': content });
    const { code, problems, took } = await check(folder, ['']);
    expect([code, problems]).toStrictEqual([0, []]);
    expect(took).toBeLessThan(10_000);
  });

  test('a repeated key is told, the last one counts, and the check has looked', async () => {
    using folder = createFolder({ 'a.yaml': BAD.replace('hostNetwork: true', 'hostNetwork: true\n  hostNetwork: false') });
    const { code, findings, problems } = await check(folder, ['']);
    expect([code, findings, problems]).toStrictEqual([
      0,
      [],
      [expect.stringMatching(/^a\.yaml duplicate-key: the key 'hostNetwork' is given twice/)],
    ]);
  });

  test('a field of any name has its place', async () => {
    using folder = createFolder({ 'a.yaml': BAD.replace('hostNetwork: true', '"x y[.\'": 1') });
    const { findings, problems } = await check(
      folder,
      [''],
      ['--policy', 'schema-invalid', '--policy', 'unknown-field', '--format', 'json'].slice(0, 2).concat('--format', 'json'),
    );
    expect([findings, problems]).toStrictEqual([['a.yaml:5'], []]);
  });
});

describe('size', () => {
  // To write and delete them takes as long as to judge them.
  test('20,000 files', { timeout: 90_000 }, async () => {
    using folder = createFolder(Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`d${index % 200}/${index}.yaml`, BAD])));
    const { code, files, findings, took } = await check(folder, ['']);
    expect([code, files, findings.length]).toStrictEqual([1, 20_000, 20_000]);
    expect(took).toBeLessThan(20_000);
  });

  test('200,000 objects in one file', async () => {
    using folder = createFolder({
      'a.json': `{"apiVersion":"v1","kind":"List","items":[${Array(200_000).fill('{"apiVersion":"v1","kind":"Event"}').join(',')}]}`,
    });
    const { code, problems, took } = await check(folder, ['']);
    expect([code, problems]).toStrictEqual([0, []]);
    expect(took).toBeLessThan(20_000);
  });

  test('one pod with 2,000 containers, volumes and mounts, judged by every policy', async () => {
    const list = Array.from({ length: 2000 }, (_, index) => index);
    const containers = list.map(index => ({
      name: `c${index}`,
      image: 'app:1',
      volumeMounts: [{ name: `v${index}`, mountPath: `/m${index}` }],
      ports: [{ containerPort: index }],
    }));
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { containers, volumes: list.map(index => ({ name: `v${index}`, hostPath: { path: `/h${index}` } })) },
    };
    using folder = createFolder({ 'a.json': JSON.stringify(pod) });
    const { code, took } = await check(folder, [''], ['--preset', 'all', '--format', 'json']);
    expect(code).toBe(1);
    expect(took).toBeLessThan(30_000);
  });
});
