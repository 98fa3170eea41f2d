import type { Problem } from '@breakwater/model';
import { toErrorMessage } from '@breakwater/model';
import type { CatalogedOwnership, CatalogedSet } from '../layer/layer.ts';
import type { WorkFolder } from '../layer/work-folder.ts';
import type { TarEntry } from '../tar/entry.ts';
import type { Cataloger, CatalogerResult, CatalogTools, Distribution, LayerFile } from './cataloger.ts';
import { createTools } from './tools.ts';

interface Cataloged {
  readonly sets: readonly CatalogedSet[];
  readonly owned: readonly CatalogedOwnership[];
  readonly distributions: readonly Distribution[];
  readonly problems: readonly Problem[];
}

/** Asks every cataloger about its files; one that fails does not take the others with it. */
export async function runCatalogers(
  catalogers: readonly Cataloger[],
  files: { list(cataloger: Cataloger): readonly LayerFile[] },
  folder: WorkFolder,
  entries: readonly TarEntry[] = [],
): Promise<Cataloged> {
  const tools = createTools(folder, entries);
  const sets: CatalogedSet[] = [];
  const owned: CatalogedOwnership[] = [];
  const distributions: Distribution[] = [];
  const problems: Problem[] = [];
  for (const cataloger of catalogers) {
    const wanted = files.list(cataloger);
    if (wanted.length === 0 && cataloger.readsNames !== true) continue;
    const result = await runCataloger(cataloger, wanted, tools);
    sets.push(...result.sets.map(set => ({ ...set, cataloger: cataloger.name })));
    owned.push(...(result.owned ?? []).map(files => ({ ...files, cataloger: cataloger.name })));
    distributions.push(...(result.distributions ?? []));
    problems.push(...result.problems);
  }
  return { sets, owned, distributions, problems };
}

async function runCataloger(cataloger: Cataloger, files: readonly LayerFile[], tools: CatalogTools): Promise<CatalogerResult> {
  try {
    return await cataloger.catalog(files, tools);
  } catch (cause) {
    const message = `the cataloger ${cataloger.name} failed: ${toErrorMessage(cause)}; please report this`;
    return { sets: [], problems: [{ code: 'cataloger-failed', message, source: files[0]?.path ?? cataloger.name }] };
  }
}
