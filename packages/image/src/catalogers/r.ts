import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { parseStanzas } from '../catalog/stanzas.ts';

const FIELDS = new Set(['package', 'version', 'license', 'maintainer', 'repository', 'built']);

/** https://cran.r-project.org/doc/manuals/r-release/R-exts.html#The-DESCRIPTION-file */
export const cataloger: Cataloger = {
  name: 'r',
  version: 1,
  doc: 'Installed packages of R: library/*/DESCRIPTION and site-library/*/DESCRIPTION',
  maxBytes: 1024 * 1024,
  wants: ({ path }) => path.endsWith('/DESCRIPTION') && path.includes('library/'),
  catalog: files => readEachFile(files, readDescription),
};

/** Only an installed package says what it was built with. */
function readDescription(file: LayerFile): readonly FoundPackage[] {
  const [stanza] = parseStanzas(file.text(), FIELDS);
  const [name, version, license] = [stanza?.get('package'), stanza?.get('version'), stanza?.get('license')];
  if (stanza?.has('built') !== true || name === undefined || version === undefined) return [];
  return [
    compact({
      name,
      version,
      type: 'cran',
      licenses: license === undefined ? undefined : [license],
      vendor: stanza.get('maintainer'),
      attributes: compact({ repository: stanza.get('repository') }),
    }),
  ];
}
