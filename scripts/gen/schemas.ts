import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compareCodeUnits, listUnits } from '../files.ts';
import { type GeneratedFile, HEADER } from '../generated-file.ts';

const SHAPES = 'packages/model/src/shapes';
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

interface NamedSchema {
  readonly id: string;
  readonly exportName: string;
  readonly file: string;
  readonly schema: object;
}

/** Every public shape: the map that `schema NAME` reads, and one JSON Schema document each. */
export async function generate(root: string): Promise<GeneratedFile[]> {
  const shapes = (await Promise.all(listUnits(root, SHAPES).map(file => readShapes(root, file)))).flat();
  shapes.sort((a, b) => compareCodeUnits(a.id, b.id));
  const repeated = shapes.find((shape, index) => shape.id === shapes[index + 1]?.id);
  if (repeated !== undefined) throw new Error(`two shapes call themselves '${repeated.id}'; one is ${repeated.file}`);
  const registry = { path: 'packages/model/src/schemas.generated.ts', content: renderRegistry(shapes) };
  return [registry, ...shapes.map(shape => ({ path: `docs/reference/schemas/${shape.id}.json`, content: renderDocument(shape) }))];
}

async function readShapes(root: string, file: string): Promise<NamedSchema[]> {
  const exports = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
  return Object.entries(exports).flatMap(([exportName, value]) => {
    if (typeof value !== 'object' || value === null || !('$id' in value)) return [];
    return [{ id: String(value.$id), exportName, file, schema: value }];
  });
}

function renderRegistry(shapes: readonly NamedSchema[]): string {
  const files = [...new Set(shapes.map(shape => shape.file))].sort(compareCodeUnits);
  const imports = files.map(file => {
    const names = shapes.filter(shape => shape.file === file).map(shape => shape.exportName);
    return `import { ${names.sort(compareCodeUnits).join(', ')} } from './shapes/${file.slice(SHAPES.length + 1)}';`;
  });
  return [
    `// ${HEADER}`,
    "import type { TSchema } from 'typebox';",
    ...imports,
    '',
    'export const schemas: Readonly<Record<string, TSchema>> = {',
    ...shapes.map(shape => `  '${shape.id}': ${shape.exportName},`),
    '};',
    '',
  ].join('\n');
}

/** One self-contained document: a shape inside another one is spelled out, and only the document has an id. */
function renderDocument(shape: NamedSchema): string {
  const body = JSON.parse(JSON.stringify(shape.schema, (key, value: unknown) => (key === '$id' ? undefined : value))) as object;
  return `${JSON.stringify({ $schema: DIALECT, $id: shape.id, ...body }, null, 2)}\n`;
}
