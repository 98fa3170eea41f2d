import { compact } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import type { GoBuildInfo } from './build-info.ts';

interface Module {
  readonly path: string;
  readonly version: string;
}

interface Modules {
  main: Module | undefined;
  readonly dependencies: Module[];
  readonly settings: Map<string, string>;
}

/** The main module, the modules it was built with, and the standard library. A module that was replaced counts as what replaced it. */
export function toGoPackages({ version, modules: text }: GoBuildInfo): readonly FoundPackage[] {
  const { main, dependencies, settings } = parseModules(text);
  const stdlib = toPackage({ path: 'stdlib', version: readToolchain(version) }, { goVersion: version });
  const own = main === undefined ? [] : [toPackage({ path: main.path, version: findMainVersion(main, settings) }, { main: 'true' })];
  return [...own, ...dependencies.map(module => toPackage(module)), stdlib];
}

function parseModules(text: string): Modules {
  const modules: Modules = { main: undefined, dependencies: [], settings: new Map() };
  let replaces: 'main' | 'dependency' | undefined;
  for (const line of text.split('\n')) {
    const [kind, path = '', version = ''] = line.split('\t');
    if (kind === 'mod') modules.main = { path, version };
    else if (kind === 'dep') modules.dependencies.push({ path, version });
    else if (kind === '=>') replace(modules, replaces, { path, version });
    else if (kind === 'build') modules.settings.set(...parseSetting(line.slice('build\t'.length)));
    replaces = kind === 'mod' ? 'main' : kind === 'dep' ? 'dependency' : undefined;
  }
  return modules;
}

/** A folder that replaces a module has no version and no name that means anything elsewhere: then the module's own name stays. */
function replace(modules: Modules, replaced: 'main' | 'dependency' | undefined, by: Module): void {
  const isFolder = by.version === '';
  if (replaced === 'main') modules.main = isFolder && modules.main !== undefined ? { ...modules.main, version: '' } : by;
  if (replaced !== 'dependency') return;
  const last = modules.dependencies.pop();
  modules.dependencies.push(isFolder && last !== undefined ? { ...last, version: '' } : by);
}

/** `key=value`, either in Go's quotes where it has special characters. */
function parseSetting(text: string): [string, string] {
  const equals = text.indexOf('=');
  return [text.slice(0, Math.max(0, equals)), unquote(text.slice(equals + 1))];
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

const LINKED_VERSION = /-X[ =]['"]?[\w./~-]*\.(?:git|build|app|release)?[vV]ersion=['"]?(v?\d+\.\d+[\w.+-]*)/;

/** `(devel)` says nothing: then what the linker was told, then the commit as a pseudo version; else there is none. */
function findMainVersion({ version }: Module, settings: ReadonlyMap<string, string>): string {
  if (version !== '(devel)' && version !== '') return version;
  const linked = LINKED_VERSION.exec(settings.get('-ldflags') ?? '')?.[1];
  if (linked !== undefined) return linked.startsWith('v') ? linked : `v${linked}`;
  const revision = settings.get('vcs.revision') ?? '';
  const time = (settings.get('vcs.time') ?? '').replaceAll(/[-:TZ]/g, '');
  return /^[0-9a-f]{12,}$/.test(revision) && /^\d{14}$/.test(time) ? `v0.0.0-${time}-${revision.slice(0, 12)}` : '';
}

/** `go1.25.1-fips`, `go1.25.1+auto`, `go1.26.0 X:nodwarf5`, `devel go1.27-abc`: the number of the release; empty without one. */
function readToolchain(version: string): string {
  return /^go(\d+(?:\.\d+)*(?:(?:rc|beta)\d+)?)/.exec(version)?.[1] ?? '';
}

function toPackage({ path, version }: Module, attributes?: Readonly<Record<string, string>>): FoundPackage {
  const slash = path.lastIndexOf('/');
  return compact({
    name: path,
    version,
    type: 'golang',
    purl: slash < 0 ? undefined : { namespace: path.slice(0, slash) },
    evidenceKind: 'binary' as const,
    attributes,
  });
}
