import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage, OwnedFiles } from '../catalog/package-set.ts';
import { splitLines } from '../catalog/stanzas.ts';

const ROOT = 'var/db/pkg/';
/** `var/db/pkg/CATEGORY/NAME-VERSION/CONTENTS`; the version begins at the first dash before a digit after which no other name begins. */
const PLACE = /^var\/db\/pkg\/([^/]+)\/(.+?)-(\d[^/-]*(?:-r\d+)?)\/CONTENTS$/;

/** https://projects.gentoo.org/pms/8/pms.html#package-versions */
export const cataloger: Cataloger = {
  name: 'portage',
  version: 1,
  doc: 'Packages of Gentoo and the files that they own: var/db/pkg/*/*/CONTENTS',
  wants: ({ path }) => path.startsWith(ROOT) && path.endsWith('/CONTENTS'),
  catalog: async files => ({ ...(await readEachFile(files, toPackage)), owned: files.flatMap(readOwned) }),
};

function toPackage({ path }: LayerFile): readonly FoundPackage[] {
  const [, category, name, version] = PLACE.exec(path) ?? [];
  if (category === undefined || name === undefined || version === undefined) return [];
  return [{ name: `${category}/${name}`, version, type: 'ebuild', purl: { namespace: category } }];
}

/** `obj /usr/bin/x 0123… 1700000000`, `sym /usr/bin/y -> x 1700000000`, `dir /usr/bin`. */
function readOwned(file: LayerFile): readonly OwnedFiles[] {
  const [found] = toPackage(file);
  if (found === undefined) return [];
  const paths = [...splitLines(file.text())].flatMap(line => {
    const [, object, link] = /^(?:obj \/(.+) [0-9a-f]{32} \d+|sym \/(.+) -> .+)$/.exec(line) ?? [];
    return [object ?? link].filter(path => path !== undefined);
  });
  return [{ package: found.name, paths }];
}
