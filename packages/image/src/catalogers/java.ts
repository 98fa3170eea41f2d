import type { Problem } from '@breakwater/model';
import type { Cataloger, CatalogTools, LayerFile, ZipBudget } from '../catalog/cataloger.ts';
import type { FoundPackage, PackageSet } from '../catalog/package-set.ts';
import { createZipBudget } from '../catalog/zip.ts';
import { toImageProblem } from '../errors.ts';
import { guessIdentity, type JavaIdentity, parseJarManifest, parsePomProperties } from '../java/identity.ts';
import { LIMITS } from '../limits.ts';

const ARCHIVE = /\.(?:jar|war|ear|par|sar|nar|jpi|hpi|kar|lpkg)$/i;
const MANIFEST = 'META-INF/MANIFEST.MF';
const POM = /^META-INF\/maven\/.*\/pom\.properties$/;

/** https://maven.apache.org/shared/maven-archiver/#pom-properties-content */
export const cataloger: Cataloger = {
  name: 'java',
  version: 1,
  doc: 'Java archives (jar, war, ear, …), nested ones too: META-INF/maven/**/pom.properties, then MANIFEST.MF and the file name',
  maxBytes: 1024 * 1024 * 1024,
  wants: ({ path, size }) => size > 0 && ARCHIVE.test(path),
  catalog: async (files, tools) => {
    const sets: PackageSet[] = [];
    const problems: Problem[] = [];
    for (const file of files) {
      const search: Search = { tools, budget: createZipBudget(), packages: [], problems };
      await readArchive(file, search, 0);
      if (search.packages.length > 0) sets.push({ evidence: file.path, packages: search.packages });
    }
    return { sets, problems };
  },
};

interface Search {
  readonly tools: CatalogTools;
  readonly budget: ZipBudget;
  readonly packages: FoundPackage[];
  readonly problems: Problem[];
}

/** A shaded archive carries many pom.properties: each is a package. Members that were read before a bound was reached count. */
async function readArchive(file: LayerFile, search: Search, depth: number): Promise<void> {
  const identities: JavaIdentity[] = [];
  let manifest: ReadonlyMap<string, string> = new Map();
  try {
    for await (const member of search.tools.readZip(file, isOfInterest, search.budget)) {
      const name = member.path.slice(file.path.length + 1);
      if (name === MANIFEST) manifest = parseJarManifest(member.text());
      else if (POM.test(name)) identities.push(...toArray(parsePomProperties(member.text())));
      else await readNested(member, search, depth + 1);
    }
  } catch (cause) {
    search.problems.push(toImageProblem(cause, file.path, 'packages-unreadable'));
  }
  const found = identities.length > 0 ? identities : toArray(guessIdentity(manifest, file.path));
  search.packages.push(...found.map(identity => toPackage(identity, file.path)));
}

function isOfInterest(path: string): boolean {
  return path === MANIFEST || POM.test(path) || ARCHIVE.test(path);
}

async function readNested(member: LayerFile, search: Search, depth: number): Promise<void> {
  if (depth <= LIMITS.archiveDepth) return readArchive(member, search, depth);
  const message = `archives within archives, more than ${LIMITS.archiveDepth} deep; what is deeper was not read`;
  search.problems.push({ code: 'archive-cut', message, source: member.path.slice(0, 500) });
}

function toArray<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function toPackage({ group, artifact, version }: JavaIdentity, location: string): FoundPackage {
  return {
    name: group === '' ? artifact : `${group}:${artifact}`,
    version,
    type: 'maven',
    ...(group === '' ? {} : { purl: { namespace: group } }),
    evidenceKind: 'archive',
    location,
  };
}
