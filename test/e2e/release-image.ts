import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { CheckOutput, ImageOutput } from '@breakwater/model';
import type { Journey } from './journey.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'dist/breakwater-image.tar');
const MAIN = join(ROOT, 'apps/cli/src/main.ts');
const USER = '10001:10001';
const WORDS = ['check', '--policy', 'privileged-container', '--format', 'json'];

const INPUT: Readonly<Record<string, string>> = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'chart/values.yaml': 'privileged: true\n',
  'chart/templates/pod.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n    - name: app\n      image: app:1\n      securityContext: { privileged: {{ .Values.privileged }} }\n',
  'overlay/kustomization.yaml': 'namePrefix: prod-\nresources: [pod.yaml]\n',
  'overlay/pod.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: { name: db }\nspec:\n  containers: [{ name: db, image: db:1, securityContext: { privileged: true } }]\n',
};

/** Built as for a release, and used as a container runtime would: its own files, its own user, nothing else. */
export const journey: Journey = {
  name: 'the release image carries helm and kustomize, judges with them, and stands before our own policies',
  full: true,
  run: async (_plane, report) => {
    if (spawnSync(process.execPath, ['scripts/image.ts'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0)
      return ['the image could not be built'];
    const folder = mkdtempSync(join(tmpdir(), 'breakwater-image-'));
    try {
      const root = unpack(folder);
      const input = join(root, 'tmp/input');
      for (const [name, text] of Object.entries(INPUT)) {
        mkdirSync(join(input, name, '..'), { recursive: true });
        writeFileSync(join(input, name), text);
      }
      return [...judgeImage(report), ...judgeInput(root, input), ...startServer(root)];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** The layers, one over the other; there are no whiteouts among them. */
function unpack(folder: string): string {
  const root = join(folder, 'root');
  mkdirSync(root);
  execFileSync('tar', ['--extract', '--file', FILE, '--directory', folder]);
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const toPath = (digest: string): string => `blobs/${digest.replace(':', '/')}`;
  const manifest = read(toPath(read('index.json').manifests[0].digest)) as { layers: { digest: string }[] };
  for (const { digest } of manifest.layers)
    execFileSync('tar', ['--extract', '--gzip', '--numeric-owner', '--file', join(folder, toPath(digest)), '--directory', root]);
  return root;
}

function judgeImage(report: (line: string) => void): readonly string[] {
  const check = spawnSync(process.execPath, [MAIN, 'image', 'check', '--format', 'json', FILE], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const inspect = spawnSync(process.execPath, [MAIN, 'image', 'inspect', '--format', 'json', FILE], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const { results } = JSON.parse(check.stdout) as CheckOutput;
  const { summary, surface, results: packages } = JSON.parse(inspect.stdout) as ImageOutput;
  report(`${Math.round(summary.bytes / 1e6)} MB of files, ${summary.packages} packages, surface ${surface.score} of 100`);
  const wanted = ['libc6', 'util-linux', 'helm.sh/helm/v3', 'sigs.k8s.io/kustomize/kustomize/v5', 'node'];
  return [
    ...results.filter(({ state }) => state === 'fail').map(({ policy, message }) => `${policy}: ${message}`),
    ...(summary.complete ? [] : ['the image could not be read to its end']),
    ...wanted.filter(name => !packages.some(found => found.name === name)).map(name => `${name} is not found in it`),
  ];
}

/** What the image says of charts and kustomizations is what the tools on this machine say. */
function judgeInput(root: string, input: string): readonly string[] {
  const outside = join(root, '..', 'input');
  cpSync(input, outside, { recursive: true });
  const env = { PATH: join(ROOT, 'deploy/images/renderers/bin') };
  const plain = spawnSync(process.execPath, [MAIN, ...WORDS, 'chart', 'overlay'], { cwd: outside, env, encoding: 'utf8' });
  const inside = runInside(root, [...WORDS, '/tmp/input/chart', '/tmp/input/overlay']);
  const [wanted, got] = [describe(plain.stdout, ''), describe(inside.stdout, '/tmp/input/')];
  const problems = wanted.length === 2 ? [] : [`outside of the image ${wanted.length} findings instead of 2: ${plain.stderr}`];
  if (inside.status !== 1) problems.push(`the image ends with ${inside.status} instead of 1: ${inside.stderr}`);
  if (wanted.join('\n') !== got.join('\n')) problems.push(`wanted ${wanted.join('; ')}, got ${got.join('; ')}`);
  return problems;
}

function describe(stdout: string, prefix: string): readonly string[] {
  const { results, problems } = JSON.parse(stdout === '' ? '{"results":[],"problems":[]}' : stdout) as CheckOutput;
  const found = results.map(
    ({ policy, target, location }) => `${policy} ${target.name} ${location?.file.replace(prefix, '')}:${location?.line}`,
  );
  return [...found, ...problems.map(({ code, message }) => `${code}: ${message}`)];
}

/** It has no PostgreSQL in it, and says what to do. */
function startServer(root: string): readonly string[] {
  const { status, stderr } = runInside(root, ['server']);
  return status === 2 && stderr.includes('set DATABASE_URL') ? [] : [`server without a database ends with ${status}: ${stderr}`];
}

/** As the configuration of the image says, with what every container has: /dev and /proc. */
function runInside(root: string, words: readonly string[]) {
  const script = [
    'mkdir -p "$0/dev" "$0/proc"',
    'mount --rbind /dev "$0/dev"',
    'mount -t proc proc "$0/proc"',
    `exec chroot --userspec=${USER} "$0" /usr/local/bin/node /opt/breakwater/breakwater.mjs "$@"`,
  ].join(' && ');
  return spawnSync('unshare', ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', script, root, ...words], {
    env: {
      PATH: '/usr/local/bin:/usr/bin:/usr/sbin:/sbin:/bin',
      HOME: '/data',
      BREAKWATER_DATA: '/data',
      BREAKWATER_SERVER_DATA: '/data/server',
    },
    encoding: 'utf8',
    timeout: 60_000,
  });
}
