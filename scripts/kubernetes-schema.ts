import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Writes the compact table of Kubernetes' own types that the structural check reads, from the OpenAPI document of an API server:
 * `node scripts/kubernetes-schema.ts swagger.json`. Run by hand when a Kubernetes version is added; the result is committed.
 *
 * A type is a list of `field:code`. Codes: s text, i integer, n number, b boolean, q number or text, o anything,
 * `[code` list, `{code` map, otherwise the name of a type. `!` after the field name says that it is required.
 */
interface SwaggerType {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly items?: SwaggerType;
  readonly additionalProperties?: SwaggerType;
  readonly properties?: Readonly<Record<string, SwaggerType>>;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
}

interface Swagger {
  readonly info: { readonly version: string };
  readonly definitions: Readonly<Record<string, SwaggerType>>;
}

const OUTPUT = new URL('../packages/inventory/src/schema/kubernetes.generated.json', import.meta.url);
/** Definitions of custom resources hold schemas of their own, which their API server checks. */
const SKIPPED_KINDS = new Set([
  'CustomResourceDefinition',
  'DeleteOptions',
  'Status',
  'WatchEvent',
  'APIGroup',
  'APIGroupList',
  'APIResourceList',
  'APIVersions',
]);

const [input = ''] = process.argv.slice(2);
const swagger = JSON.parse(readFileSync(input, 'utf8')) as Swagger;
const kinds: Record<string, string> = {};
const types: Record<string, string> = {};

for (const [name, definition] of Object.entries(swagger.definitions)) {
  for (const { group, version, kind } of definition['x-kubernetes-group-version-kind'] ?? []) {
    if (SKIPPED_KINDS.has(kind) || kind.endsWith('List')) continue;
    kinds[group === '' ? `${version}/${kind}` : `${group}/${version}/${kind}`] = shorten(name);
    addType(name);
  }
}

function addType(name: string): void {
  const short = shorten(name);
  if (short in types) return;
  types[short] = '';
  const definition = swagger.definitions[name];
  const required = new Set(definition?.required);
  types[short] = Object.entries(definition?.properties ?? {})
    .map(([field, type]) => `${field}${required.has(field) ? '!' : ''}:${toCode(type)}`)
    .join(',');
}

function toCode(type: SwaggerType): string {
  if (type.$ref !== undefined) return toReferenceCode(type.$ref.slice('#/definitions/'.length));
  switch (type.type) {
    case 'string':
      return type.format === 'int-or-string' ? 'q' : 's';
    case 'integer':
      return 'i';
    case 'number':
      return 'n';
    case 'boolean':
      return 'b';
    case 'array':
      return `[${toCode(type.items ?? {})}`;
    default:
      return type.additionalProperties === undefined ? 'o' : `{${toCode(type.additionalProperties)}`;
  }
}

/** Quantities and times are scalars with a definition of their own. */
function toReferenceCode(name: string): string {
  if (name.endsWith('.Quantity') || name.endsWith('.IntOrString')) return 'q';
  const definition = swagger.definitions[name];
  if (definition?.properties === undefined) return definition?.type === 'string' ? 's' : 'o';
  addType(name);
  return shorten(name);
}

/** `io.k8s.api.core.v1.Pod` as `core.v1.Pod`. */
function shorten(name: string): string {
  return name.replace(/^io\.k8s\.(?:api|apimachinery\.pkg\.apis|kube-aggregator\.pkg\.apis|apiextensions-apiserver\.pkg\.apis)\./, '');
}

const sorted = (record: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(OUTPUT, `${JSON.stringify({ version: swagger.info.version, kinds: sorted(kinds), types: sorted(types) }, null, 1)}\n`);
console.log(`${Object.keys(kinds).length} kinds, ${Object.keys(types).length} types`);
