import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage, OwnedFiles } from '../catalog/package-set.ts';
import { parseStanzas, splitLines } from '../catalog/stanzas.ts';

const FIELDS = new Set(['package', 'version', 'architecture', 'source', 'maintainer', 'status', 'license']);
const FOLDER = 'lib/opkg/';

/** https://openwrt.org/docs/guide-user/additional-software/opkg */
export const cataloger: Cataloger = {
  name: 'opkg',
  version: 1,
  doc: 'Packages of OpenWrt and Yocto and the files that they own: **/lib/opkg/status and info/*.list',
  wants: ({ path }) => path.includes(FOLDER) && (path.endsWith(`${FOLDER}status`) || (path.endsWith('.list') && path.includes('/info/'))),
  catalog: async files => {
    const { sets, problems } = await readEachFile(
      files.filter(({ path }) => path.endsWith('/status')),
      readStatus,
    );
    return { sets, problems, owned: files.filter(({ path }) => path.endsWith('.list')).map(readOwned) };
  },
};

function readStatus(file: LayerFile): readonly FoundPackage[] {
  return [...parseStanzas(file.text(), FIELDS)].flatMap(stanza => {
    const [name, version, status] = [stanza.get('package'), stanza.get('version'), stanza.get('status')];
    if (name === undefined || version === undefined || (status !== undefined && !status.endsWith(' installed'))) return [];
    const license = stanza.get('license');
    return [
      compact({
        name,
        version,
        type: 'opkg',
        arch: stanza.get('architecture'),
        licenses: license === undefined ? undefined : [license],
        vendor: stanza.get('maintainer'),
      }),
    ];
  });
}

/** A path a line, with tabs before what else is told of it. */
function readOwned(file: LayerFile): OwnedFiles {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1, -'.list'.length);
  const paths = [...splitLines(file.text())].map(line => (line.split('\t')[0] ?? '').replace(/^\/+/, ''));
  return { package: name, paths: paths.filter(path => path !== '') };
}
