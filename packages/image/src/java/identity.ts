import { splitLines } from '../catalog/stanzas.ts';

export interface JavaIdentity {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

/** `groupId=…`, `artifactId=…`, `version=…` of META-INF/maven; undefined where one is missing or still a placeholder. */
export function parsePomProperties(text: string): JavaIdentity | undefined {
  const values = new Map<string, string>();
  for (const line of splitLines(text)) {
    const [, key, value] = /^\s*(\w+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) values.set(key, value);
  }
  return toIdentity(values.get('groupId'), values.get('artifactId'), values.get('version'));
}

function toIdentity(group = '', artifact = '', version = ''): JavaIdentity | undefined {
  const isKnown = [group, artifact, version].every(part => part !== '' && !part.includes('${'));
  return isKnown ? { group, artifact, version } : undefined;
}

/** Main section of a manifest; a line that begins with a space goes on. https://docs.oracle.com/en/java/javase/21/docs/specs/jar/jar.html */
export function parseJarManifest(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let key = '';
  for (const line of splitLines(text)) {
    if (line === '') break;
    if (line.startsWith(' ')) {
      values.set(key, `${values.get(key) ?? ''}${line.slice(1)}`);
      continue;
    }
    const colon = line.indexOf(':');
    key = line.slice(0, Math.max(0, colon)).toLowerCase();
    values.set(key, line.slice(colon + 1).trim());
  }
  values.delete('');
  return values;
}

/** `commons-lang3-3.12.0.jar`: what follows the last dash before a digit is the version. */
export function parseJarName(path: string): { readonly artifact: string; readonly version: string } {
  const stem = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1).replace(/\.\w+$/, '');
  const [, artifact, version] = /^(.{1,300}?)-(\d[\w.+-]*)$/.exec(stem) ?? [];
  return artifact === undefined || version === undefined ? { artifact: stem, version: '' } : { artifact, version };
}

const GROUP = /^[a-zA-Z][\w-]*(?:\.[\w-]+)+$/;

/** What a jar without pom.properties is called: its manifest, completed by its file name. The group is empty where nothing says it. */
export function guessIdentity(manifest: ReadonlyMap<string, string>, path: string): JavaIdentity | undefined {
  const named = parseJarName(path);
  const version = [manifest.get('implementation-version'), manifest.get('bundle-version'), manifest.get('specification-version')].find(
    isVersion,
  );
  const found = named.version === '' ? (version ?? '') : named.version;
  if (found === '') return undefined;
  const group = [manifest.get('implementation-vendor-id'), manifest.get('automatic-module-name')].find(
    text => text !== undefined && GROUP.test(text),
  );
  return { group: group ?? '', artifact: named.artifact, version: found };
}

function isVersion(text: string | undefined): boolean {
  return text !== undefined && /^\d[\w.+-]*$/.test(text);
}
