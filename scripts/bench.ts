import { listUnits } from './files.ts';
import { ROOT, runStep } from './run.ts';

/** Measurements run one after the other, never beside each other. */
const failed = listUnits(ROOT, 'bench').filter(path => {
  console.log(`== ${path}`);
  return !runStep({ name: path, command: ['node', path] });
});
if (failed.length > 0) console.error(`bench: failed in ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
