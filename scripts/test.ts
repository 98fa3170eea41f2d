import { join } from 'node:path';
import { RESULTS, runStep } from './run.ts';

const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${join(RESULTS, 'tests.json')}`];
const passed = runStep({ name: 'tests', command: ['vitest', 'run', ...reporters, ...process.argv.slice(2)] });
process.exitCode = passed ? 0 : 1;
