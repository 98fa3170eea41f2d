import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { listFiles } from '../files.ts';
import { type GeneratedFile, HEADER } from '../generated-file.ts';

const SOURCE = 'apps/console/src';

/**
 * The pages of the console: what is known of each before its code is loaded, and how to load it. A static import of all pages would put
 * them into the first load, so the facts are read here and only `load` points at the file.
 */
export async function generate(root: string): Promise<GeneratedFile[]> {
  const files = listFiles(root, `${SOURCE}/pages`).filter(path => path.endsWith('Page.tsx'));
  if (files.length === 0) return [];
  const entries = await Promise.all(files.map(async path => renderEntry(path, await readFacts(root, path))));
  const lines = [`// ${HEADER}`, "import type { PageEntry } from './page.ts';", '', 'export const pages: readonly PageEntry[] = ['];
  return [{ path: `${SOURCE}/pages.generated.ts`, content: [...lines, ...entries, '];', ''].join('\n') }];
}

function renderEntry(path: string, facts: Readonly<Record<string, unknown>>): string {
  return `  { ...${JSON.stringify(facts)}, load: () => import('./${path.slice(SOURCE.length + 1)}') },`;
}

/** Runs the page's file with every import replaced by an empty one, and keeps what is data of its `page`. */
async function readFacts(root: string, path: string): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    stdin: { contents: readFileSync(join(root, path), 'utf8'), loader: 'tsx', sourcefile: basename(path) },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'neutral',
    jsx: 'automatic',
    plugins: [withoutImports],
    logLevel: 'silent',
  });
  const module: { exports: { page?: object } } = { exports: {} };
  new Function('module', outputFiles[0]?.text ?? '')(module);
  const { page } = module.exports;
  if (page === undefined) throw new Error(`${path} exports no page`);
  return Object.fromEntries(Object.entries(page).filter(([, value]) => typeof value !== 'function'));
}

/** Whatever is imported answers every property and every call with itself; also as a prototype, from which esbuild derives a module. */
const NOTHING = `
const nothing = new Proxy(function () {}, {
  get: (_target, key) => (key === '__esModule' ? true : nothing),
  apply: () => nothing,
  getPrototypeOf: () => nothing,
});
module.exports = nothing;`;

const withoutImports: Plugin = {
  name: 'without-imports',
  setup(context) {
    context.onResolve({ filter: /.*/ }, ({ path }) => ({ path, namespace: 'nothing' }));
    context.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: NOTHING }));
  },
};
