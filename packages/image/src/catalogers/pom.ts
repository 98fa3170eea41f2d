import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { deduplicate, toBaseName, toLocked } from '../formats/locked.ts';
import { readXmlTags } from '../formats/xml-tags.ts';

/** https://maven.apache.org/pom.html#dependencies */
export const cataloger: Cataloger = {
  name: 'pom',
  version: 1,
  doc: 'What a project of Maven names itself as a dependency: pom.xml; what that needs in turn is not known without a repository',
  foldersOnly: true,
  wants: ({ path }) => toBaseName(path) === 'pom.xml',
  catalog: files => readEachFile(files, readProject),
};

type Texts = ReadonlyMap<string, string>;

function readProject(file: LayerFile): readonly FoundPackage[] {
  const { properties, dependencies } = readParts(file.text());
  return deduplicate(
    dependencies.flatMap(texts => {
      const [group, artifact] = ['groupId', 'artifactId'].map(key => resolve(texts.get(key) ?? '', properties));
      if (group === undefined || artifact === undefined || group === '' || artifact === '') return [];
      const version = resolve(texts.get('version') ?? '', properties);
      const scope = texts.get('scope') === 'test' ? { attributes: { scope: 'development' } } : {};
      return [toLocked('maven', `${group}:${artifact}`, /^[^$[(]+$/.test(version) ? version : '', { namespace: group, ...scope })];
    }),
  );
}

/** Properties of the project, and of each dependency its texts; plugins and what is managed only are none. */
function readParts(text: string): { properties: Texts; dependencies: readonly Texts[] } {
  const properties = new Map<string, string>();
  const dependencies: Map<string, string>[] = [];
  const open: string[] = [];
  for (const { name, text: value } of readXmlTags(text)) {
    if (name.startsWith('/')) open.length = Math.max(0, open.lastIndexOf(name.slice(1)));
    else {
      if (name === 'dependency') dependencies.push(new Map());
      const parent = open.at(-1);
      if (parent === 'properties') properties.set(name, value);
      if (parent === 'project') properties.set(`project.${name}`, value);
      if (parent === 'dependency') dependencies.at(-1)?.set(name, value);
      if (open.length < 100) open.push(name);
    }
  }
  return { properties, dependencies };
}

/** `${x}` by the project's own properties, one within another a few times. */
function resolve(text: string, properties: Texts): string {
  let resolved = text;
  for (let depth = 0; depth < 5 && resolved.includes('${') && resolved.length < 1000; depth++) {
    resolved = resolved.replaceAll(/\$\{([\w.-]+)\}/g, (whole, name: string) => properties.get(name) ?? whole);
  }
  return resolved;
}
