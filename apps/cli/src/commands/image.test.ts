import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ImageDiffOutput, ImageOutput, listSchemaIssues } from '@breakwater/model';
import { expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const STATUS = 'Package: bash\nStatus: install ok installed\nVersion: 5.2\nArchitecture: amd64\n';

/** An image as docker save writes it, made with the tools of this machine. */
function createImage(
  history = [
    { created_by: '/bin/sh -c #(nop) ADD file:1 in / ' },
    { created_by: 'CMD ["bash"]', empty_layer: true },
    { created_by: 'COPY . /app # buildkit' },
  ],
) {
  const folder = createFolder({
    'base/etc/os-release': 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Debian 12"\n',
    'base/var/lib/dpkg/status': STATUS,
    'base/var/lib/dpkg/info/bash.list': '/usr/bin/bash\n',
    'base/usr/bin/bash': '#!\u001b[31m',
    'base/opt/old': 'x'.repeat(5000),
    'app/app/node_modules/x/package.json': '{"name":"x","version":"1.0.0"}',
    'app/opt/.wh.old': '',
  });
  execFileSync('chmod', ['755', folder.at('base/usr/bin/bash')]);
  const tar = (name: string, from: string): void =>
    void execFileSync('tar', ['-C', folder.at(from), '--sort=name', '--mtime=@0', '--owner=0', '--group=0', '-cf', folder.at(name), '.']);
  tar('0.tar', 'base');
  tar('1.tar', 'app');
  const digest = (name: string): string =>
    `sha256:${createHash('sha256')
      .update(readFileSync(folder.at(name)))
      .digest('hex')}`;
  const config = {
    os: 'linux',
    architecture: 'amd64',
    created: '1970-01-01T00:00:00Z',
    config: { Env: ['TOKEN=hidden'] },
    history,
    rootfs: { diff_ids: ['0.tar', '1.tar'].map(digest) },
  };
  const write = (name: string, value: unknown): void => void execFileSync('tee', [folder.at(name)], { input: JSON.stringify(value) });
  write('config.json', config);
  write('manifest.json', [{ Config: 'config.json', RepoTags: ['shop/cart:1'], Layers: ['0.tar', '1.tar'] }]);
  execFileSync('tar', ['-C', folder.path, '-cf', folder.at('image.tar'), 'config.json', 'manifest.json', '0.tar', '1.tar']);
  write('config.json', { ...config, rootfs: { diff_ids: config.rootfs.diff_ids.slice(0, 1) } });
  write('manifest.json', [{ Config: 'config.json', RepoTags: ['shop/base:1'], Layers: ['0.tar'] }]);
  execFileSync('tar', ['-C', folder.path, '-cf', folder.at('base.tar'), 'config.json', 'manifest.json', '0.tar']);
  return { ...folder, image: folder.at('image.tar'), [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

test('an image by layer', async () => {
  using folder = createImage();
  const { code, out, err } = await run(['image', 'inspect', folder.image]);
  const lines = out.replaceAll(folder.image, 'IMAGE').replace(/sha256:\w+/, 'DIGEST');
  expect([code, err, lines]).toStrictEqual([
    0,
    '',
    `IMAGE  (linux/amd64)  DIGEST
Debian 12 · age unknown: the build wrote no honest time · runs as root · 5 files, 175 B · 2 packages · debian 12 is maintained until 2026-07-11, by volunteers until 2028-06-30

LAYER  SIZE     PART  BROUGHT  INSTRUCTION
1      20.5 kB  base  1 deb    ADD file:1 /
2      10.2 kB  own   1 npm    COPY . /app

Base image: not named, 1 layer of 2 (guessed from the history)

Needed by hardly any service (attack surface: 80 of 100 points, 100 is nothing but the application)
WHAT    COUNT  SAVES  WHERE
shells  1      7 B    /usr/bin/bash (bash)

5.0 kB in the layers are seen by no container: replaced or deleted by a later instruction
SIZE    WHY                   PATH
5.0 kB  deleted, in layers 1  /opt/old
`,
  ]);
});

test('as JSON it fits its schema, and no value of the environment is told', async () => {
  using folder = createImage();
  const { code, out } = await run(['image', 'inspect', folder.image, '--format', 'json']);
  const output = JSON.parse(out) as ImageOutput;
  expect([code, listSchemaIssues(ImageOutput, output), out.includes('hidden')]).toStrictEqual([0, [], false]);
  expect(output.results.map(({ purl, layer, base }) => [purl, layer, base])).toStrictEqual([
    ['pkg:deb/debian/bash@5.2?arch=amd64&distro=debian-12', 1, true],
    ['pkg:npm/x@1.0.0', 2, false],
  ]);
});

/** Rows of a page, cells joined by bars. */
const readRows = (page: string, heading: string): readonly string[] =>
  [
    ...(page
      .split(`<h2>${heading}</h2>`)[1]
      ?.split('</section>')[0]
      ?.matchAll(/<tr>(.*?)<\/tr>/g) ?? []),
  ].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) => cell.replaceAll(/<[^>]*>/g, '')).join(' | '),
  );

test('as a page nothing is cut, and what an image says is text', async () => {
  using folder = createImage([{ created_by: 'RUN echo "<script>alert(1)</script>"' }, { created_by: 'COPY . /app # buildkit' }]);
  const { code, out } = await run(['image', 'inspect', folder.image, '--format', 'html']);
  expect([code, out.includes('<script>alert'), out.includes('hidden_value')]).toEqual([0, false, false]);
  expect(readRows(out, 'Layers').map(row => row.split(' | ').slice(1).join(' | '))).toEqual([
    'Layer | Part | Packages | Instruction',
    '1 |  | 1 | RUN echo &quot;&lt;script&gt;alert(1)&lt;/script&gt;&quot;',
    '2 |  | 1 | COPY . /app',
  ]);
  expect(readRows(out, 'Packages').map(row => row.split(' | ').slice(0, 4).join(' | '))).toEqual([
    'Name | Version | Type | Layer',
    'bash | 5.2 | deb | 1',
    'x | 1.0.0 | npm | 2',
  ]);
});

test('credentials and instructions', async () => {
  // Made here, so that nothing in this file looks like a credential.
  const token = `gh${'p_'}${'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA1bC3'}`;
  using folder = createImage([{ created_by: `|1 NPM_TOKEN=${token} /bin/sh -c sudo make` }, { created_by: 'COPY . /app # buildkit' }]);
  const { out } = await run(['image', 'inspect', folder.image]);
  expect(out).not.toContain(token);
  expect(out.slice(out.indexOf('Credentials'), out.indexOf('5.0 kB in the layers'))).toBe(`Credentials in the image
SEVERITY  KIND          LAYER  WHERE
critical  github-token         history 1

Instructions
HISTORY  KEYWORD  REMARK           ABOUT
1        RUN      sudo             sudo
1        RUN      secret-variable  NPM_TOKEN

`);
});

test('layers of a base image that is named', async () => {
  using folder = createImage([]);
  const unknown = await run(['image', 'inspect', folder.image]);
  expect(unknown.out).not.toContain('Base image');
  const known = await run(['image', 'inspect', folder.image, '--base', folder.at('base.tar')]);
  expect(known.out).toContain('\nBase image: shop/base:1, 1 layer of 2 (its layers are the first ones here)\n');
  const wrong = await run(['image', 'inspect', folder.image, '--base', folder.at('base')]);
  expect(wrong).toStrictEqual({
    code: 3,
    out: '',
    err: `error: --base ${folder.at('base')} is a folder, which has no layers; give an image\n`,
  });
});

test('a bill of materials', async () => {
  using folder = createImage();
  const { code, out } = await run(['image', 'sbom', folder.image]);
  expect([code, JSON.parse(out)]).toMatchObject([
    0,
    { bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ name: 'debian' }, { name: 'bash' }, { name: 'x' }] },
  ]);
});

test('what a new image changes', async () => {
  using folder = createImage();
  const base = folder.at('base.tar');
  const { code, out, err } = await run(['image', 'diff', base, folder.image]);
  expect([code, err, out.replaceAll(base, 'BASE').replaceAll(folder.image, 'IMAGE')]).toStrictEqual([
    0,
    '',
    `BASE → IMAGE · 1 package added, 0 removed, 0 changed · -5.0 kB · attack surface 80 → 80 of 100 points · 1 layer in common

WHAT   KIND  NAME  FROM  TO
added  npm   x           1.0.0
`,
  ]);
  const json = await run(['image', 'diff', base, folder.image, '--format', 'json']);
  expect(listSchemaIssues(ImageDiffOutput, JSON.parse(json.out))).toStrictEqual([]);
  expect((await run(['image', 'diff', base, folder.at('none.tar')])).code).toBe(3);
});

interface Judged {
  readonly policy: string;
  readonly state: string;
  readonly severity: string;
  readonly message: string;
}

test('an image is judged', async () => {
  using folder = createImage([{ created_by: '|1 NPM_TOKEN=abc /bin/sh -c sudo make' }, { created_by: 'COPY . /app # buildkit' }]);
  const { code, out } = await run(['image', 'check', folder.image, '--format', 'json']);
  const { results, summary } = JSON.parse(out) as { results: Judged[]; summary: object };
  const told = results.map(({ state, severity, policy }) => `${state === 'fail' ? '' : `${state} `}${severity} ${policy}`);
  expect([code, told, summary]).toMatchObject([
    1,
    [
      'high image-end-of-life',
      'critical image-instruction-holds-credential',
      'medium image-instruction-unsafe',
      'not-evaluated medium image-not-signed',
      'not-evaluated medium image-provenance-missing',
      'not-evaluated low image-sbom-missing',
      'not-evaluated low image-scan-attestation-stale',
    ],
    { policies: 16 },
  ]);
  expect(results[1]?.message).toBe("image 'shop/cart:1' was built with credentials in its instructions: secret-variable");
  const one = await run(['image', 'check', folder.image, '--policy', 'image-end-of-life', '--fail-on', 'never']);
  expect(one.code).toBe(0);
  const wrong = await run(['image', 'check', folder.image, '--policy', 'image-end-of-live']);
  expect([wrong.code, wrong.err]).toStrictEqual([2, expect.stringContaining("did you mean 'image-end-of-life'?")]);
});

test("rules of one's own take part when they are given parameters", async () => {
  using folder = createImage();
  using params = createFolder({
    'params.yaml': 'image-declares-volumes: {}\nbase-image-not-allowed: { allowed: [registry.example.com/base/] }\n',
  });
  const { code, out } = await run([
    'image',
    'check',
    folder.image,
    '--params',
    params.at('params.yaml'),
    '--format',
    'json',
    '--fail-on',
    'low',
  ]);
  const { results } = JSON.parse(out) as { results: Judged[] };
  const failed = results.filter(({ state }) => state === 'fail').map(({ policy }) => policy);
  expect([code, failed]).toStrictEqual([1, ['base-image-not-allowed', 'image-end-of-life']]);
});

test('what was not catalogued does not end quietly', async () => {
  using folder = createFolder({ 'rootfs/app': 'x' });
  const { code, out } = await run(['image', 'inspect', folder.at('rootfs')]);
  expect([code, out.includes('nothing-catalogued')]).toStrictEqual([3, true]);
});

test('a layer that cannot be read is told, and the rest shown', async () => {
  using folder = createImage();
  execFileSync(
    'sh',
    [
      '-c',
      'offset=$(grep -abo node_modules/x/package.json image.tar | head -1 | cut -d: -f1) && printf X | dd of=image.tar bs=1 seek=$offset conv=notrunc 2>/dev/null',
    ],
    { cwd: folder.path },
  );
  const { code, out } = await run(['image', 'inspect', folder.image]);
  expect(code).toBe(3);
  expect(out).toContain('Problems: not everything could be read, so what is not listed may still be there\n');
  expect(out).toMatch(/1 deb {2}/);
});

test.each<[readonly string[], number, RegExp]>([
  [
    ['no/such/Image'],
    3,
    /^error: 'no\/such\/Image' is neither a file or folder here nor an image reference such as registry\.example\/team\/app:1\.2\n$/,
  ],
  [['x', '--platform', 'amd64'], 2, /^error: 'amd64' is no platform; write it as linux\/amd64 or linux\/arm\/v7\n/],
  [['x', '--docker-config', '/no/such'], 2, /^error: --docker-config \/no\/such cannot be read\n/],
  [['127.0.0.1:1/x'], 3, /^error: https:\/\/127\.0\.0\.1:1 cannot be reached: /],
])('%j', async (words, code, err) => {
  expect(await run(['image', 'inspect', ...words])).toStrictEqual({ code, out: '', err: expect.stringMatching(err) });
});
