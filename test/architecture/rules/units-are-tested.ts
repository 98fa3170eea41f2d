import { registries } from '../../../scripts/registries.ts';
import type { Repository } from '../repository.ts';

/** Every unit of an extension point has a test beside it, or its folder has a contract suite that runs over all of them. */
export function checkUnits({ workspaces }: Repository): string[] {
  const paths = new Set(workspaces.flatMap(({ files }) => files.map(file => file.path)));
  return registries.flatMap(({ directory }) => {
    if (paths.has(`${directory}.contract.test.ts`)) return [];
    const names = [...paths].filter(path => path.startsWith(`${directory}/`)).map(path => path.slice(directory.length + 1));
    const untested = names.filter(name => !/\/|\.test\.ts$/.test(name) && !names.includes(name.replace(/\.ts$/, '.test.ts')));
    if (untested.length === 0) return [];
    return [`${directory}: no test beside ${untested.join(', ')}, and no ${directory}.contract.test.ts`];
  });
}
