import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { parseStanzas } from '../catalog/stanzas.ts';

const FIELDS = new Set(['name', 'version', 'license']);

/** https://downloads.haskell.org/ghc/latest/docs/users_guide/packages.html#installedpackageinfo-a-package-specification */
export const cataloger: Cataloger = {
  name: 'haskell',
  version: 1,
  doc: 'Packages that are registered with GHC: package.conf.d/*.conf, package.db/*.conf',
  maxBytes: 1024 * 1024,
  wants: ({ path }) => path.endsWith('.conf') && (path.includes('package.conf.d/') || path.includes('package.db/')),
  catalog: files => readEachFile(files, readRegistration),
};

function readRegistration(file: LayerFile): readonly FoundPackage[] {
  const [stanza] = parseStanzas(file.text(), FIELDS);
  const [name, version, license] = [stanza?.get('name'), stanza?.get('version'), stanza?.get('license')];
  if (name === undefined || name === '' || version === undefined) return [];
  return [compact({ name, version, type: 'hackage', licenses: license === undefined ? undefined : [license] })];
}
