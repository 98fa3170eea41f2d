import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { isObject, parseJsonObject } from '../source/json.ts';

/** Prefix of the runtime that an application brings with it. */
const RUNTIME_PACK = 'runtimepack.';

/** https://github.com/dotnet/sdk/blob/main/documentation/specs/runtime-configuration-file.md */
export const cataloger: Cataloger = {
  name: 'dotnet',
  version: 1,
  doc: 'NuGet packages and runtime packs of .NET applications: *.deps.json',
  wants: ({ path }) => path.endsWith('.deps.json'),
  catalog: files => readEachFile(files, readDependencies),
};

/** `libraries` has keys NAME/VERSION; those of the type `project` are the application itself. */
function readDependencies(file: LayerFile): readonly FoundPackage[] {
  const { libraries } = parseJsonObject(file.bytes(), file.path);
  if (!isObject(libraries)) return [];
  return Object.entries(libraries).flatMap(([key, library]) => {
    const slash = key.lastIndexOf('/');
    const type = isObject(library) ? library['type'] : undefined;
    if (slash <= 0 || (type !== 'package' && type !== 'runtimepack')) return [];
    const name = key.slice(0, slash);
    const called = name.startsWith(RUNTIME_PACK) ? name.slice(RUNTIME_PACK.length) : name;
    return [{ name: called, version: key.slice(slash + 1), type: 'nuget' }];
  });
}
