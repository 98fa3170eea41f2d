import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { deduplicate, toBaseName, toLocked } from '../formats/locked.ts';

/** `"plug": {:hex, :plug, "1.15.0", …` of Elixir; `{<<"cowboy">>,{pkg,<<"cowboy">>,<<"2.10.0">>},0}` of Erlang. */
const MIX = /\{:hex, :"?([\w.-]{1,100})"?, "([^"\n]{1,100})"/g;
const REBAR = /\{pkg,\s*<<"([\w.-]{1,100})">>,\s*<<"([^"\n]{1,100})">>/g;

/** https://hexdocs.pm/mix/Mix.Tasks.Deps.html */
export const cataloger: Cataloger = {
  name: 'mix-lock',
  version: 1,
  doc: 'Lock files of Elixir and Erlang: mix.lock, rebar.lock',
  foldersOnly: true,
  wants: ({ path }) => ['mix.lock', 'rebar.lock'].includes(toBaseName(path)),
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  const matches = [...file.text().matchAll(file.path.endsWith('mix.lock') ? MIX : REBAR)];
  return deduplicate(matches.map(([, name = '', version = '']) => toLocked('hex', name, version)));
}
