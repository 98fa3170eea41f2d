import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { splitLines } from '../catalog/stanzas.ts';
import { deduplicate, toBaseName } from '../formats/locked.ts';
import { toLockedPython } from '../formats/pypi.ts';

const FILE = /^(?:requirements(?:[-_.][\w.-]+)?|[\w.-]+[-_.]requirements)\.txt$/i;
/** `name[extra] ==1.2 ; marker # comment` */
const LINE = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([^;#\s][^;#]*)?/;
const PIN = /^={2,3}\s*([^\s,*]+)$/;

/** https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
export const cataloger: Cataloger = {
  name: 'requirements',
  version: 1,
  doc: 'Requirements of pip: requirements*.txt; what is not pinned to one version has none, and the requirement as an attribute',
  foldersOnly: true,
  maxBytes: 4 * 1024 * 1024,
  wants: ({ path }) => FILE.test(toBaseName(path)),
  catalog: files => readEachFile(files, readRequirements),
};

function readRequirements(file: LayerFile): readonly FoundPackage[] {
  return deduplicate([...splitLines(file.text())].flatMap(readLine));
}

/** Hashes and continued lines belong to the line before; options and URLs name no package that we know. */
function readLine(line: string): readonly FoundPackage[] {
  const text = line.replace(/\\$/, '').replace(/\s--hash=.*$/, '');
  const [, name, requirement = ''] = LINE.exec(text) ?? [];
  const said = requirement.trim();
  if (name === undefined || said.startsWith('@') || said.includes('://') || /^[/\\.]/.test(said)) return [];
  const version = PIN.exec(said)?.[1];
  if (version !== undefined) return [toLockedPython(name, version)];
  return [toLockedPython(name, '', said === '' ? undefined : { requirement: said })];
}
