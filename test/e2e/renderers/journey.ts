import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { CheckOutput } from '@breakwater/model';
import type { Journey } from '../journey.ts';
import { charts } from './charts.ts';
import { failures } from './failures.ts';
import { overlays } from './overlays.ts';
import { POLICIES, type RenderCase } from './render-case.ts';

const ROOT = join(import.meta.dirname, '../../..');
const RENDERERS = join(ROOT, 'deploy/images/renderers');
const MAIN = join(ROOT, 'apps/cli/src/main.ts');

export const journey: Journey = {
  name: 'charts and kustomizations are rendered by the real tools, and judged where they are written',
  run: async (_plane, report) => {
    if (spawnSync('sh', ['build.sh'], { cwd: RENDERERS, stdio: 'inherit' }).status !== 0) return ['helm and kustomize could not be built'];
    const problems: string[] = [];
    for (const each of [...charts, ...overlays, ...failures]) problems.push(...(await runCase(each)));
    report(`${charts.length} charts, ${overlays.length} overlays, ${failures.length} failures`);
    const left = readdirSync(tmpdir()).filter(name => name.startsWith('breakwater-render-'));
    return left.length === 0 ? problems : [...problems, `folders were left behind: ${left.join(', ')}`];
  },
};

async function runCase(each: RenderCase): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-e2e-'));
  try {
    writeFiles(each, folder);
    const before = readdirSync(folder, { recursive: true }).length;
    const got = await judge(each, folder);
    const wanted = [`code ${each.code}`, ...each.findings, ...(each.problems ?? [])];
    const differences =
      got.join('\n') === wanted.join('\n') ? [] : [`${each.name}:\n    wanted ${wanted.join('; ')}\n    got    ${got.join('; ')}`];
    const isClean = readdirSync(folder, { recursive: true }).length === before;
    return isClean ? differences : [...differences, `${each.name}: its folder was written to`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeFiles({ files, pack = [] }: RenderCase, folder: string): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text, { mode: name.endsWith('.sh') ? 0o755 : 0o644 });
  }
  for (const name of pack) {
    spawnSync('tar', ['-czf', `${join(folder, name)}.tgz`, '-C', join(folder, name), ...readdirSync(join(folder, name))]);
    rmSync(join(folder, name), { recursive: true });
  }
}

/** Exit code, findings and problems, as a case writes them. */
async function judge({ paths = ['.'], words = [], tools }: RenderCase, folder: string): Promise<readonly string[]> {
  const policies = POLICIES.flatMap(id => ['--policy', id]);
  const all = [MAIN, 'check', '--format', 'json', ...policies, ...words, ...paths];
  const env = { PATH: tools === false ? '' : join(RENDERERS, 'bin') };
  const { code, stdout, stderr } = await promisify(execFile)(process.execPath, all, { cwd: folder, env, maxBuffer: 2 ** 26 }).then(
    ({ stdout: out }) => ({ code: 0, stdout: out, stderr: '' }),
    (cause: { code: number; stdout: string; stderr: string }) => cause,
  );
  if (stdout === '') return [`code ${code}`, stderr];
  const { results, problems } = JSON.parse(stdout) as CheckOutput;
  return [
    `code ${code}`,
    ...results
      .filter(({ state }) => state === 'fail')
      .map(describeResult)
      .toSorted(),
    ...problems.map(
      ({ code: problem, source, location }) => `${problem} ${source}${location === undefined ? '' : ` ${location.file}:${location.line}`}`,
    ),
  ];
}

function describeResult({ policy, location, evidence }: CheckOutput['results'][number]): string {
  const key = evidence.find(({ source }) => source === 'values')?.path;
  const isRendered = evidence.some(({ source }) => source === 'rendered');
  return `${policy} ${location?.file}:${location?.line}${key === undefined ? '' : ` values ${key}`}${isRendered ? ' rendered' : ''}`;
}
