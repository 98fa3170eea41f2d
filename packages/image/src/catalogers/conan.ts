import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { splitLines } from '../catalog/stanzas.ts';
import { deduplicate, toBaseName, toLocked } from '../formats/locked.ts';
import { isObject, parseJsonObject, toList } from '../source/json.ts';

const NAMES = new Set(['conan.lock', 'conaninfo.txt']);
/** `zlib/1.2.11@user/channel#revision%time` */
const REFERENCE = /^([\w.+-]+)\/([^@#%:\s]+)(?:@([^/#%]+)\/([^#%\s]+))?/;

/** https://docs.conan.io/2/tutorial/versioning/lockfiles.html */
export const cataloger: Cataloger = {
  name: 'conan',
  version: 1,
  doc: 'Packages of Conan: conan.lock of versions 1 and 2, conaninfo.txt',
  wants: ({ path }) => NAMES.has(toBaseName(path)),
  catalog: files => readEachFile(files, file => deduplicate(file.path.endsWith('.lock') ? readLock(file) : readInfo(file))),
};

/** A list of references; in version 1 a graph whose node 0 is the project. Tools of the build are marked. */
function readLock(file: LayerFile): readonly FoundPackage[] {
  const document = parseJsonObject(file.bytes(), file.path);
  const graph = isObject(document['graph_lock']) ? document['graph_lock']['nodes'] : undefined;
  const nodes = isObject(graph) ? Object.entries(graph).filter(([id]) => id !== '0') : [];
  const references = nodes.map(([, node]) => (isObject(node) ? (node['ref'] ?? node['pref']) : undefined));
  return [
    ...[...references, ...toList(document['requires'])].flatMap(one => toPackage(one)),
    ...toList(document['build_requires']).flatMap(one => toPackage(one, { scope: 'build' })),
  ];
}

/** Lines of the section `full_requires`, with identifiers of packages after a colon. */
function readInfo(file: LayerFile): readonly FoundPackage[] {
  const found: FoundPackage[] = [];
  let section = '';
  for (const line of splitLines(file.text())) {
    if (line.startsWith('[')) section = line.trim();
    else if (section === '[full_requires]') found.push(...toPackage(line.trim()));
  }
  return found;
}

function toPackage(reference: unknown, attributes?: Readonly<Record<string, string>>): readonly FoundPackage[] {
  const [, name, version, user, channel] = REFERENCE.exec(typeof reference === 'string' ? reference : '') ?? [];
  if (name === undefined || version === undefined) return [];
  const origin = user === undefined || channel === undefined ? {} : { namespace: user, qualifiers: { channel } };
  return [toLocked('conan', name, version, { ...origin, ...(attributes === undefined ? {} : { attributes }) })];
}
