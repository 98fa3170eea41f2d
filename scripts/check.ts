import { join } from 'node:path';
import { RESULTS, runStep, type Step, writeJson } from './run.ts';

/** Every step runs, also after one that failed: one look shows all that is wrong. */
const STEPS: readonly Step[] = [
  { name: 'style', command: ['biome', 'check'] },
  { name: 'types', command: ['tsc', '-b', '--force'] },
  { name: 'unused code', command: ['knip'] },
  { name: 'architecture', command: ['vitest', 'run', 'architecture.test.ts'] },
  { name: 'generated files', command: ['node', 'scripts/gen.ts', '--check'] },
];

const failed = STEPS.filter(step => {
  console.log(`== ${step.name}`);
  return !runStep(step);
}).map(step => step.name);

writeJson(join(RESULTS, 'check.json'), { failed });
console.log(failed.length === 0 ? 'check: all good' : `check: failed in ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
