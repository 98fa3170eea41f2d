import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { splitLines } from '../catalog/stanzas.ts';
import { deduplicate, toBaseName, toLocked } from '../formats/locked.ts';

const NAMES = new Set(['Gemfile.lock', 'gems.locked']);
/** Sections with what was resolved; PATH is the project's own. */
const SECTIONS = new Set(['GEM', 'GIT', 'PLUGIN SOURCE']);
/** Four blanks before a gem, six before what it needs. */
const GEM = /^ {4}(\S+) \(([^)]+)\)$/;

/** https://bundler.io/guides/using_bundler_in_applications.html */
export const cataloger: Cataloger = {
  name: 'gemfile-lock',
  version: 1,
  doc: 'Lock files of Bundler: Gemfile.lock, gems.locked',
  foldersOnly: true,
  wants: ({ path }) => NAMES.has(toBaseName(path)),
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  const found: FoundPackage[] = [];
  let section = '';
  for (const line of splitLines(file.text())) {
    if (/^[A-Z]/.test(line)) section = line.trim();
    const [, name, text = ''] = SECTIONS.has(section) ? (GEM.exec(line) ?? []) : [];
    if (name === undefined) continue;
    const [, version = text, platform] = /^([^-]+)-(.+)$/.exec(text) ?? [];
    found.push(toLocked('gem', name, version, platform === undefined ? {} : { qualifiers: { platform } }));
  }
  return deduplicate(found);
}
