import { statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './run.ts';

interface Role {
  readonly name: string;
  readonly entry: string;
}

/** One file per role; each runs with nothing beside it but Node.js. */
const ROLES: readonly Role[] = [{ name: 'breakwater', entry: 'apps/cli/src/main.ts' }];

/** CommonJS parts of dependencies call require(), which an ES module does not have. */
const BANNER = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

async function bundleRole({ name, entry }: Role): Promise<string> {
  const path = `dist/${name}.mjs`;
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: path,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    legalComments: 'eof',
    banner: { js: BANNER },
    logLevel: 'warning',
  });
  return path;
}

for (const role of ROLES) {
  const path = await bundleRole(role);
  console.log(`${path} ${Math.ceil(statSync(join(ROOT, path)).size / 1024)} KiB`);
}
