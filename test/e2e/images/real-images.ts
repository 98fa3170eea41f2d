import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { ImageOutput } from '@breakwater/model';
import { writeImage } from '../../../scripts/image/write-image.ts';
import type { Journey } from '../journey.ts';
import { LocalRegistry, listMissingPrograms } from './local-registry.ts';
import { buildDebian, buildRpm, type RealRoot } from './real-roots.ts';

const MAIN = join(import.meta.dirname, '../../../apps/cli/src/main.ts');
const NAME = 'shop/app:1';

/** Root file systems and a registry as distributions make them, beside what their own tools say. */
export const journey: Journey = {
  name: 'packages are those that dpkg, rpm, pip, npm and go list, also of an image that skopeo pushed to a registry with a login',
  full: true,
  run: async (_plane, report) => {
    const missing = listMissingPrograms();
    if (missing.length > 0)
      return [`not installed: ${missing.join(', ')} (apt-get install mmdebstrap rpm docker-registry skopeo apache2-utils python3-pip)`];
    const folder = mkdtempSync(join(tmpdir(), 'breakwater-real-'));
    try {
      const debian = buildDebian(folder);
      const roots = [debian, buildRpm(folder)];
      const problems = roots.flatMap(root => compareRoot(root, report));
      return [...problems, ...(await askRegistry(folder, debian, report))];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Answer {
  readonly status: number | null;
  readonly output: ImageOutput | undefined;
  readonly err: string;
}

function inspect(...words: readonly string[]): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'image', 'inspect', '--format', 'json', ...words], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return { status, output: stdout === '' ? undefined : (JSON.parse(stdout) as ImageOutput), err: stderr };
}

function listPackages({ results }: ImageOutput): readonly string[] {
  return [...new Set(results.filter(({ evidence }) => evidence !== 'classified').map(toLine))].toSorted();
}

function toLine({ type, name, version, purl = '', source: _source }: ImageOutput['results'][number]): string {
  if (type === 'rpm') return `rpm ${name} ${/[?&]epoch=(\d+)/.exec(purl)?.[1] ?? '0'}:${version.replace(/^\d+:/, '')}`;
  if (type === 'pypi') return `pypi ${name.toLowerCase().replaceAll(/[-_.]+/g, '-')} ${version}`;
  return `${type} ${name} ${version}`;
}

function compareAnswer(what: string, wanted: readonly string[], { output, err }: Answer): readonly string[] {
  if (output === undefined) return [`${what}: cannot be read: ${err}`];
  const got = listPackages(output);
  const [missing, more] = [wanted.filter(line => !got.includes(line)), got.filter(line => !wanted.includes(line))];
  return [...missing.map(line => `${what}: ${line} is missing`), ...more.map(line => `${what}: ${line} is too many`)];
}

function compareRoot({ root, packages }: RealRoot, report: (line: string) => void): readonly string[] {
  report(`${root.slice(root.lastIndexOf('/') + 1)}: ${packages.length} packages by its own tools`);
  return compareAnswer(root, packages, inspect(root));
}

/** With the right login, the wrong one and none; a platform that is not there; every compression; a blob that was changed. */
async function askRegistry(folder: string, { root, packages }: RealRoot, report: (line: string) => void): Promise<readonly string[]> {
  const archive = join(folder, 'app.tar');
  mkdirSync(join(root, 'proc'), { recursive: true });
  await writeImage(archive, {
    layers: [{ folder: root, createdBy: 'COPY . /' }],
    user: 10001,
    config: { Entrypoint: ['/app/kustomize'] },
    created: '2026-11-30T00:00:00.000Z',
    reference: NAME,
  });
  await using registry = await LocalRegistry.start(join(folder, 'registry'));
  // Layers are only packed anew where they come unpacked, and before the registry has them packed in another way.
  const unpacked = `dir:${join(folder, 'unpacked')}`;
  execFileSync('skopeo', ['copy', '--insecure-policy', '--quiet', '--dest-decompress', `oci-archive:${archive}`, unpacked]);
  const zstd = registry.push(unpacked, 'shop/app:zstd', '--dest-compress-format', 'zstd');
  const digest = registry.push(`oci-archive:${archive}`, NAME);
  const [right, wrong] = [registry.writeLogin('right', 'only-here'), registry.writeLogin('wrong', 'other')];
  const ask = (name: string, ...words: readonly string[]) => inspect(`${registry.host}/${name}`, '--plain-http', registry.host, ...words);
  const problems: string[] = [];
  const pulled = ask(NAME, '--docker-config', right);
  problems.push(...compareAnswer('from the registry', packages, pulled));
  if (pulled.output?.image.digest !== digest) problems.push(`digest ${pulled.output?.image.digest}, skopeo says ${digest}`);
  const packed = ask('shop/app:zstd', '--docker-config', right);
  problems.push(...compareAnswer('packed with zstd', packages, packed));
  if (packed.output?.image.digest !== zstd) problems.push(`digest ${packed.output?.image.digest}, skopeo says ${zstd}`);
  const refusals: readonly (readonly [string, Answer, RegExp])[] = [
    ['wrong password', ask(NAME, '--docker-config', wrong), /refuses|denied|unauthorized|login|credentials/i],
    ['no login', ask(NAME, '--docker-config', registry.writeLogin('none', '')), /refuses|denied|unauthorized|login|credentials/i],
    ['no such image', ask('shop/gone:1', '--docker-config', right), /not found|does not|no such|unknown/i],
    ['no such platform', ask(NAME, '--docker-config', right, '--platform', 'linux/s390x'), /s390x/],
  ];
  for (const [what, { status, err }, words] of refusals) {
    if (status !== 3 || !words.test(err)) problems.push(`${what}: ends with ${status}: ${err}`);
  }
  registry.breakLargest();
  const broken = ask(NAME, '--docker-config', right);
  const told = [broken.err, ...(broken.output?.problems ?? []).map(({ code, message }) => `${code} ${message}`)].join(' ');
  if (broken.status !== 3 || !/digest|broken|invalid|corrupt/i.test(told))
    problems.push(`a changed blob: ends with ${broken.status}: ${told}`);
  report(`${refusals.length} refusals, gzip and zstd, a changed blob; ${Math.round(readFileSync(archive).length / 1e6)} MB archive`);
  return problems;
}
