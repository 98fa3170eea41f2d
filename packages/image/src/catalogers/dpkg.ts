import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage, OwnedFiles } from '../catalog/package-set.ts';
import { parseStanzas, splitLines } from '../catalog/stanzas.ts';

const ROOT = 'var/lib/dpkg/';
const STATUS = `${ROOT}status`;
/** One stanza a file, as images without dpkg have it. */
const STATUS_FOLDER = `${ROOT}status.d/`;
const INFO = `${ROOT}info/`;
const FIELDS = new Set(['package', 'version', 'architecture', 'source', 'maintainer', 'status']);

/** https://www.man7.org/linux/man-pages/man1/dpkg-query.1.html */
export const cataloger: Cataloger = {
  name: 'dpkg',
  version: 1,
  doc: 'Debian packages and the files that they own: var/lib/dpkg/status, status.d/*, info/*.list, *.md5sums',
  maxBytes: 256 * 1024 * 1024,
  wants: ({ path }) => path.startsWith(ROOT) && (path === STATUS || path.startsWith(STATUS_FOLDER) || isFileList(path)),
  catalog: async files => {
    const databases = files.filter(({ path }) => path === STATUS || (path.startsWith(STATUS_FOLDER) && !isFileList(path)));
    const { sets, problems } = await readEachFile(databases, readDatabase);
    return { sets, problems, owned: files.filter(({ path }) => isFileList(path)).map(readOwned) };
  },
};

function isFileList(path: string): boolean {
  return (path.startsWith(INFO) && path.endsWith('.list')) || (path.startsWith(STATUS_FOLDER) && path.endsWith('.md5sums'));
}

function readDatabase(file: LayerFile): readonly FoundPackage[] {
  const packages: FoundPackage[] = [];
  for (const stanza of parseStanzas(file.text(), FIELDS)) {
    const found = toPackage(stanza);
    if (found !== undefined) packages.push(found);
  }
  return packages;
}

/** Packages that were removed stay in the database, with their configuration; files of status.d have no Status line. */
function toPackage(stanza: ReadonlyMap<string, string>): FoundPackage | undefined {
  const name = stanza.get('package');
  const version = stanza.get('version');
  const status = stanza.get('status');
  if (name === undefined || version === undefined || (status !== undefined && !status.endsWith(' installed'))) return undefined;
  return compact({
    name,
    version,
    type: 'deb',
    arch: stanza.get('architecture'),
    source: toSource(stanza.get('source'), name, version),
    vendor: stanza.get('maintainer'),
  });
}

/** `Source: name (version)`; both are those of the package where nothing is said. */
function toSource(text: string | undefined, name: string, version: string): { name: string; version: string } {
  const [, source, sourceVersion] = /^(\S+)(?: \((\S+)\))?$/.exec(text ?? '') ?? [];
  return { name: source ?? name, version: sourceVersion ?? version };
}

/** Names of lists are `package` or `package:arch`. */
function readOwned(file: LayerFile): OwnedFiles {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1, file.path.lastIndexOf('.'));
  const isSums = file.path.endsWith('.md5sums');
  const paths: string[] = [];
  for (const line of splitLines(file.text())) {
    const path = isSums ? line.slice(line.indexOf('  ') + 2) : line.slice(1);
    if (path !== '' && path !== '.') paths.push(path);
  }
  return { package: name, paths };
}
