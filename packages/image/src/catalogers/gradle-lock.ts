import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { splitLines } from '../catalog/stanzas.ts';
import { deduplicate, toBaseName, toLocked } from '../formats/locked.ts';
import { readXmlTags } from '../formats/xml-tags.ts';

/** https://docs.gradle.org/current/userguide/dependency_locking.html */
export const cataloger: Cataloger = {
  name: 'gradle-lock',
  version: 1,
  doc: 'Lock files of Gradle: gradle.lockfile, buildscript-gradle.lockfile, *.lockfile below gradle, verification-metadata.xml',
  foldersOnly: true,
  wants: ({ path }) => isLock(path, toBaseName(path)),
  catalog: files => readEachFile(files, file => deduplicate(file.path.endsWith('.xml') ? readMetadata(file) : readLock(file))),
};

function isLock(path: string, name: string): boolean {
  if (name.endsWith('gradle.lockfile') || name === 'verification-metadata.xml') return true;
  return name.endsWith('.lockfile') && path.includes('gradle/');
}

/** `group:artifact:version=configurations` */
function readLock(file: LayerFile): readonly FoundPackage[] {
  return [...splitLines(file.text())].flatMap(line => {
    const [, group, artifact, version] = /^([^#:=\s]+):([^:=\s]+):([^:=\s]+)(?:=|$)/.exec(line) ?? [];
    return group === undefined || artifact === undefined || version === undefined ? [] : [toMaven(group, artifact, version)];
  });
}

function readMetadata(file: LayerFile): readonly FoundPackage[] {
  return [...readXmlTags(file.text())].flatMap(({ name, attributes }) => {
    const [group, artifact, version] = ['group', 'name', 'version'].map(key => attributes.get(key));
    if (name !== 'component' || group === undefined || artifact === undefined || version === undefined) return [];
    return [toMaven(group, artifact, version)];
  });
}

function toMaven(group: string, artifact: string, version: string): FoundPackage {
  return toLocked('maven', `${group}:${artifact}`, version, { namespace: group });
}
