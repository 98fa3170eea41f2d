import { type Problem, PurlError, SBOM_OCCURRENCE } from '@breakwater/model';
import type { Distribution } from '../catalog/cataloger.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { ImageError } from '../errors.ts';
import { isObject, type JsonObject, parseJsonObject, toList, toText } from '../source/json.ts';
import { toFoundByPurl } from './found-by-purl.ts';
import { createGraph, type GraphEdge, type GraphNode } from './graph.ts';
import { type Property, readProperties } from './properties.ts';
import type { Sbom, SbomPackage } from './sbom.ts';

const MAX_COMPONENTS = 500_000;
const MAX_DEPTH = 50;

/** https://cyclonedx.org/docs/1.7/json/#components_items_type */
const TYPES = new Set(
  (
    'application framework library container platform operating-system device device-driver firmware file machine-learning-model data ' +
    'cryptographic-asset'
  ).split(' '),
);

/**
 * Reads CycloneDX JSON, 1.2 to 1.7: components at any depth, and the graph of dependencies, which may have cycles. A component that cannot be
 * used is a Problem. Throws ImageError `document-invalid` for what breaks the specification as a whole.
 */
export function readCycloneDx(bytes: Uint8Array): Sbom {
  const document = parseJsonObject(bytes, 'the SBOM');
  const specVersion = checkDocument(document);
  const problems: Problem[] = [];
  const components = listComponents(document, problems);
  const metadata = isObject(document['metadata']) ? document['metadata'] : {};
  const main = isObject(metadata['component']) ? metadata['component'] : {};
  return {
    format: 'cyclonedx',
    specVersion,
    serialNumber: toText(document['serialNumber']),
    subject: toText(main['name']),
    documentVersion: typeof document['version'] === 'number' ? document['version'] : undefined,
    distribution: components.map(toDistribution).find(found => found !== undefined),
    packages: components.map(component => toPackage(component, problems)).filter(found => found !== undefined),
    graph: createGraph(toText(main['purl']), [main, ...components].flatMap(toNode), listEdges(document)),
    problems,
  };
}

function toNode(component: JsonObject): readonly GraphNode[] {
  const reference = toText(component['bom-ref']);
  return reference === undefined ? [] : [{ reference, purl: toText(component['purl']) }];
}

function* listEdges(document: JsonObject): Iterable<GraphEdge> {
  for (const dependency of toList(document['dependencies'])) {
    const from = isObject(dependency) ? toText(dependency['ref']) : undefined;
    if (from === undefined || !isObject(dependency)) continue;
    for (const to of toList(dependency['dependsOn'])) if (typeof to === 'string') yield [from, to];
  }
}

function checkDocument(document: JsonObject): string {
  if (document['bomFormat'] !== 'CycloneDX')
    throw new ImageError('document-invalid', 'the SBOM is no CycloneDX document: bomFormat says something else');
  const version = toText(document['specVersion']) ?? '';
  if (!/^1\.[2-7]$/.test(version))
    throw new ImageError('document-invalid', `CycloneDX ${version === '' ? 'of no version' : version} is not read; 1.2 to 1.7 are`);
  for (const dependency of toList(document['dependencies'])) {
    if (!isObject(dependency) || toText(dependency['ref']) === undefined)
      throw new ImageError('document-invalid', 'the SBOM has a dependency without ref');
  }
  return version;
}

/** Components of components stand among the others. */
function listComponents(document: JsonObject, problems: Problem[]): readonly JsonObject[] {
  const found: JsonObject[] = [];
  const pending = [{ list: toList(document['components']), depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const component of next.list) {
      found.push(checkComponent(component));
      if (found.length > MAX_COMPONENTS) throw new ImageError('document-invalid', `the SBOM has more than ${MAX_COMPONENTS} components`);
      const nested = isObject(component) ? toList(component['components']) : [];
      if (nested.length > 0 && next.depth < MAX_DEPTH) pending.push({ list: nested, depth: next.depth + 1 });
      else if (nested.length > 0)
        problems.push(toProblem(component, `components within components, more than ${MAX_DEPTH} deep, are not read`));
    }
  }
  return found;
}

function checkComponent(component: unknown): JsonObject {
  if (!isObject(component) || toText(component['name']) === undefined)
    throw new ImageError('document-invalid', 'the SBOM has a component without name');
  const type = String(component['type']);
  if (!TYPES.has(type))
    throw new ImageError('document-invalid', `the SBOM has a component of type '${type.slice(0, 100)}', which CycloneDX does not know`);
  return component;
}

function toPackage(component: JsonObject, problems: Problem[]): SbomPackage | undefined {
  if (component['type'] !== 'library' && component['type'] !== 'framework' && toText(component['purl']) === undefined) return undefined;
  const purl = toText(component['purl']);
  const own = readProperties(readPropertyList(component), readLicenses(component));
  const locations = readLocations(component);
  if (own !== undefined) return { ...own, purl, locations };
  const found = toFound(component, purl, problems);
  return found === undefined
    ? undefined
    : { found, purl, locations, cataloger: undefined, layer: undefined, base: undefined, ownedBy: undefined };
}

function toFound(component: JsonObject, purl: string | undefined, problems: Problem[]): FoundPackage | undefined {
  if (purl === undefined) return undefined;
  try {
    return toFoundByPurl(purl, {
      version: toText(component['version']),
      licenses: readLicenses(component),
      vendor: toText(component['publisher']),
    });
  } catch (cause) {
    if (!(cause instanceof PurlError)) throw cause;
    problems.push(toProblem(component, cause.message));
    return undefined;
  }
}

function toProblem(component: unknown, message: string): Problem {
  const { name, 'bom-ref': reference } = isObject(component) ? component : {};
  return { code: 'component-invalid', message, source: toText(reference) ?? toText(name) ?? 'a component' };
}

function toDistribution(component: JsonObject): Distribution | undefined {
  if (component['type'] !== 'operating-system') return undefined;
  const properties = readPropertyList(component);
  const id = String(component['name']);
  return {
    evidence: properties.find(({ name }) => name === 'breakwater:evidence')?.value ?? '',
    id,
    version: toText(component['version']) ?? '',
    name: toText(component['description']) ?? id,
    like: properties.filter(({ name }) => name === 'breakwater:like').map(({ value }) => value),
  };
}

function readPropertyList(component: JsonObject): readonly Property[] {
  return toList(component['properties']).flatMap(property => {
    if (!isObject(property) || typeof property['name'] !== 'string' || typeof property['value'] !== 'string') return [];
    return [{ name: property['name'], value: property['value'] }];
  });
}

/** `license.id`, `license.name` or an expression. */
function readLicenses(component: JsonObject): readonly string[] | undefined {
  const licenses = toList(component['licenses']).flatMap(choice => {
    const { license, expression } = isObject(choice) ? choice : {};
    const { id, name } = isObject(license) ? license : {};
    const text = toText(expression) ?? toText(id) ?? toText(name);
    return text === undefined ? [] : [text];
  });
  return licenses.length === 0 ? undefined : licenses;
}

function readLocations(component: JsonObject): readonly string[] {
  const evidence = isObject(component['evidence']) ? component['evidence'] : {};
  const occurrences = toList(evidence['occurrences']).flatMap(each => (isObject(each) ? (toText(each['location']) ?? []) : []));
  const ours = readPropertyList(component).flatMap(({ name, value }) => (name === SBOM_OCCURRENCE ? [value] : []));
  return [...occurrences, ...ours];
}
