import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RESULTS } from './run.ts';
import { type JourneyReport, renderSummary, summarize, type TestReport } from './summary.ts';

function readJson(name: string): unknown {
  const path = join(RESULTS, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

const report = readJson('tests.json') as TestReport | undefined;
const check = readJson('check.json') as { failed: string[] } | undefined;
const journeys = readJson('e2e.json') as JourneyReport | undefined;
console.log(renderSummary(summarize(report, check?.failed, Number(process.argv[2] ?? 0), journeys)));
