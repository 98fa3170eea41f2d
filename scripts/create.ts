import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listUnits, toUnitName } from './files.ts';
import { writeGenerated } from './generated-file.ts';
import { ROOT, runStep } from './run.ts';
import { type UnitTemplate, UsageError } from './unit-template.ts';

const FOLDER = 'scripts/create';

async function readTemplates(): Promise<Map<string, UnitTemplate>> {
  const units = listUnits(ROOT, FOLDER).map(toUnitName);
  const modules = units.map(async unit => ((await import(`./create/${unit}.ts`)) as { template: UnitTemplate }).template);
  const templates = await Promise.all(modules);
  return new Map(templates.map((template, index) => [units[index] ?? '', template]));
}

function renderUsage(templates: ReadonlyMap<string, UnitTemplate>): string {
  const lines = [...templates].map(([unit, { nameFormat }]) => `  npm run create -- ${unit} ${nameFormat}`);
  return ['usage:', ...lines].join('\n');
}

/** Writes the files of a new unit; none when one of them exists. */
async function createUnit(template: UnitTemplate, name: string): Promise<string[]> {
  if (!template.namePattern.test(name)) throw new UsageError(`'${name}' is no name of this kind: ${template.nameFormat}`);
  const files = await template.render(name);
  const existing = files.find(({ path }) => existsSync(join(ROOT, path)));
  if (existing !== undefined) throw new UsageError(`${existing.path} exists already`);
  for (const file of files) writeGenerated(ROOT, file);
  const paths = files.map(({ path }) => path);
  formatSources(paths.filter(path => path.endsWith('.ts')));
  return paths;
}

/** Lines break where names end, so the style depends on the name. */
function formatSources(paths: readonly string[]): void {
  if (paths.length > 0) runStep({ name: 'format', command: ['biome', 'check', '--write', '--log-level=error', ...paths] });
}

async function main([unit = '', name = '', ...rest]: readonly string[]): Promise<number> {
  const templates = await readTemplates();
  const template = templates.get(unit);
  if (template === undefined || name === '' || rest.length > 0) {
    console.error(renderUsage(templates));
    return 2;
  }
  try {
    for (const path of await createUnit(template, name)) console.log(`created ${path}`);
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    console.error(thrown.message);
    return 2;
  }
  return spawnSync(process.execPath, ['scripts/gen.ts'], { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
}

process.exitCode = await main(process.argv.slice(2));
