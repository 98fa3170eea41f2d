import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { isObject, parseJsonObject, toList, toText } from '../source/json.ts';

/** Directly below a node_modules folder: package.json elsewhere is an application's own, or a test's. */
const INSTALLED = /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/;

/** https://docs.npmjs.com/cli/configuring-npm/package-json */
export const cataloger: Cataloger = {
  name: 'node',
  version: 1,
  doc: 'Installed npm packages: node_modules/NAME/package.json with a name and a version',
  wants: ({ path }) => path.endsWith('/package.json') && INSTALLED.test(path),
  catalog: files => readEachFile(files, readManifest),
};

function readManifest(file: LayerFile): readonly FoundPackage[] {
  const manifest = parseJsonObject(file.bytes(), file.path);
  const [name, version] = [toText(manifest['name']), toText(manifest['version'])];
  if (name === undefined || version === undefined) return [];
  const slash = name.startsWith('@') ? name.indexOf('/') : -1;
  return [
    compact({
      name,
      version,
      type: 'npm',
      purl: slash < 0 ? undefined : { namespace: name.slice(0, slash) },
      licenses: toLicenses(manifest['license'] ?? manifest['licenses']),
    }),
  ];
}

/** A text, or as packages wrote it before 2015 an object or a list of such. */
function toLicenses(value: unknown): readonly string[] | undefined {
  const texts = (Array.isArray(value) ? toList(value) : [value]).map(part => toText(isObject(part) ? part['type'] : part));
  const licenses = texts.filter(text => text !== undefined);
  return licenses.length === 0 ? undefined : licenses;
}
