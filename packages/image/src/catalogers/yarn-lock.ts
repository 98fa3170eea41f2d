import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { splitLines } from '../catalog/stanzas.ts';
import { deduplicate, toBaseName, toLockedNpm } from '../formats/locked.ts';

/** `"@s/x@npm:^1, x@^2":`, of which the first name is enough. */
const HEAD = /^"?((?:@[^@/"]+\/)?[^@"]+)@([^,"]*).*:$/;
const VERSION = /^ {2}version:? "?([^"\s]+)"?$/;
/** Parts of the project itself. */
const OWN = /^(?:workspace|link|portal|file):/;

/** https://yarnpkg.com/advanced/lexicon#lockfile; versions 1 and later have different forms of one idea. */
export const cataloger: Cataloger = {
  name: 'yarn-lock',
  version: 1,
  doc: 'Lock files of Yarn, the classic and the current form: yarn.lock',
  foldersOnly: true,
  maxBytes: 64 * 1024 * 1024,
  wants: ({ path }) => toBaseName(path) === 'yarn.lock' && !path.includes('node_modules/'),
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  const found: FoundPackage[] = [];
  let name: string | undefined;
  for (const line of splitLines(file.text())) {
    const [, called, range = ''] = HEAD.exec(line) ?? [];
    if (called !== undefined) name = OWN.test(range) ? undefined : (toAlias(range) ?? called);
    const version = VERSION.exec(line)?.[1];
    if (name === undefined || version === undefined) continue;
    found.push(toLockedNpm(name, version));
    name = undefined;
  }
  return deduplicate(found);
}

/** `x@npm:y@^1` installs y. */
function toAlias(range: string): string | undefined {
  return /^npm:((?:@[^@/]+\/)?[^@/]+)@/.exec(range)?.[1];
}
