import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listFiles } from './files.ts';
import { type GeneratedFile, type Generator, HEADER, isCurrent, writeGenerated } from './generated-file.ts';

/** In this order: later ones import packages that earlier ones complete. */
const GENERATORS = [
  'registries',
  'pages',
  'schemas',
  'content',
  'lazy-registries',
  'reference-policies',
  'reference-facts',
  'reference-errors',
  'reference-classifiers',
  'reference-cli',
  'reference-standards',
  'reference-deviations',
];

const USAGE = 'usage: node scripts/gen.ts [--check]';

interface Outcome {
  readonly paths: Set<string>;
  readonly outdated: string[];
  readonly failures: string[];
}

/** Runs every generator, also after one that failed; a file that differs is written, unless only a look is wanted. */
async function runGenerators(root: string, checkOnly: boolean): Promise<Outcome> {
  const outcome: Outcome = { paths: new Set(), outdated: [], failures: [] };
  for (const name of GENERATORS) {
    try {
      const { generate } = (await import(`./gen/${name}.ts`)) as { generate: Generator };
      for (const file of await generate(root)) applyFile(root, file, checkOnly, outcome);
    } catch (thrown) {
      outcome.failures.push(`${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  return outcome;
}

function applyFile(root: string, file: GeneratedFile, checkOnly: boolean, outcome: Outcome): void {
  outcome.paths.add(file.path);
  if (isCurrent(root, file)) return;
  outcome.outdated.push(file.path);
  if (!checkOnly) writeGenerated(root, file);
}

/** Generated files that no generator writes any more: their source is gone. */
function listStale(root: string, { paths, failures }: Outcome): string[] {
  if (failures.length > 0) return [];
  return ['apps', 'content', 'docs', 'packages']
    .flatMap(folder => listFiles(root, folder))
    .filter(path => !paths.has(path) && isGenerated(root, path));
}

function isGenerated(root: string, path: string): boolean {
  if (path.startsWith('docs/reference/schemas/') || /^content\/[^/]+\.generated\.json$/.test(path)) return true;
  const page = path.startsWith('docs/reference/') && path.endsWith('.md');
  return (page || path.endsWith('.generated.ts')) && readFileSync(join(root, path), 'utf8').includes(HEADER);
}

function reportDifferences({ outdated }: Outcome, stale: readonly string[]): boolean {
  for (const path of outdated) console.error(`${path} is out of date; run \`make gen\` and commit the result`);
  for (const path of stale) console.error(`${path} has no source any more; run \`make gen\` and commit the result`);
  return outdated.length + stale.length === 0;
}

function reportWritten(root: string, { outdated }: Outcome, stale: readonly string[]): void {
  for (const path of stale) rmSync(join(root, path));
  for (const path of outdated) console.log(`wrote ${path}`);
  for (const path of stale) console.log(`removed ${path}`);
}

async function main(args: readonly string[]): Promise<number> {
  const checkOnly = args.includes('--check');
  if (args.length > (checkOnly ? 1 : 0)) {
    console.error(USAGE);
    return 2;
  }
  const root = resolve(import.meta.dirname, '..');
  const outcome = await runGenerators(root, checkOnly);
  const stale = listStale(root, outcome);
  for (const failure of outcome.failures) console.error(`generator ${failure}`);
  if (!checkOnly) reportWritten(root, outcome, stale);
  const current = !checkOnly || reportDifferences(outcome, stale);
  return current && outcome.failures.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
