import { dirname, join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { listUnits } from '../files.ts';
import { type GeneratedFile, HEADER } from '../generated-file.ts';
import { type Registry, registries } from '../registries.ts';

/** The lists of extension points whose units are loaded when they are asked for. What they tell of each is read from the unit itself. */
export async function generate(root: string): Promise<GeneratedFile[]> {
  const files: GeneratedFile[] = [];
  for (const registry of registries) {
    const units = listUnits(root, registry.directory);
    if (registry.lazy === undefined || units.length === 0) continue;
    files.push({ path: registry.output, content: await renderLazy(registry, registry.lazy, root, units) });
  }
  return files;
}

async function renderLazy(
  { unitExport, listExport, output, type }: Registry,
  fields: readonly string[],
  root: string,
  units: readonly string[],
) {
  const items: string[] = [];
  for (const unit of units) {
    const { [unitExport]: value } = (await import(pathToFileURL(join(root, unit)).href)) as Record<string, Record<string, unknown>>;
    const told = fields.map(field => `${field}: ${JSON.stringify(value?.[field])}`);
    items.push(`  { ${told.join(', ')}, load: async () => (await import('./${posix.relative(dirname(output), unit)}')).${unitExport} },`);
  }
  const head = [`// ${HEADER}`, `import type { ${type.name} } from '${type.from}';`, ''];
  return [...head, `export const ${listExport}: readonly ${type.name}[] = [`, ...items, '];', ''].join('\n');
}
