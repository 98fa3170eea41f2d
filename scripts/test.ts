import { join } from 'node:path';
import process from 'node:process';
import { RESULTS, ROOT, runStep } from './run.ts';

// Many tests start processes and threads from the sources: what one has compiled, the next one finds.
process.env['NODE_COMPILE_CACHE'] ??= join(ROOT, 'node_modules/.cache/compiled');

const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${join(RESULTS, 'tests.json')}`];
const passed = runStep({ name: 'tests', command: ['vitest', 'run', ...reporters, ...process.argv.slice(2)] });
process.exitCode = passed ? 0 : 1;
