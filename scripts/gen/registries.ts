import { dirname, posix } from 'node:path';
import { listUnits, toUnitName } from '../files.ts';
import { type GeneratedFile, HEADER } from '../generated-file.ts';
import { type Registry, registries } from '../registries.ts';

/** The list of every extension point whose units are loaded with it, sorted by file name. */
export function generate(root: string): GeneratedFile[] {
  return registries.flatMap(registry => {
    const units = listUnits(root, registry.directory);
    return units.length === 0 || registry.lazy !== undefined ? [] : [{ path: registry.output, content: renderRegistry(registry, units) }];
  });
}

/** Exported for its test. */
export function renderRegistry(registry: Registry, units: readonly string[]): string {
  const { unitExport, listExport, type } = registry;
  const names = units.map(unit => toIdentifier(toUnitName(unit), unitExport));
  const imports = units.map((unit, index) => {
    const from = `./${posix.relative(dirname(registry.output), unit)}`;
    return `import { ${unitExport} as ${names[index]} } from '${from}';`;
  });
  const items = names.map(name => `  ${registry.spread ? '...' : ''}${name},`);
  return [
    `// ${HEADER}`,
    `import type { ${type.name} } from '${type.from}';`,
    ...imports,
    '',
    `export const ${listExport}: readonly ${type.name}[] = [`,
    ...items,
    '];',
    '',
  ].join('\n');
}

/** `image-tag` + `scheme` → `imageTagScheme`; the suffix keeps it clear of reserved words such as `eval`. */
function toIdentifier(unitName: string, suffix: string): string {
  const words = `${unitName}-${suffix}`.split(/[^a-zA-Z0-9]+/);
  return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}
