import { expect, it } from 'vitest';
import { renderSummary, summarize, type TestReport } from './summary.ts';

const file = (status: string, ...tests: [name: string, status: string][]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map(([fullName, testStatus]) => ({ fullName, status: testStatus })),
});

const cases: [title: string, report: TestReport | undefined, steps: string[] | undefined, text: string][] = [
  ['all good', { testResults: [file('passed', ['adds', 'passed'], ['takes', 'passed'])] }, [], '2 passed, 0 failed, 0 skipped'],
  [
    'skips are named',
    { testResults: [file('passed', ['adds', 'passed'], [' needs data', 'skipped'], ['later', 'pending'])] },
    [],
    'skipped: needs data\nskipped: later\n1 passed, 0 failed, 2 skipped',
  ],
  ['a failed test', { testResults: [file('failed', ['adds', 'failed'], ['takes', 'passed'])] }, [], '1 passed, 1 failed, 0 skipped'],
  ['a file that could not be loaded', { testResults: [file('failed')] }, [], '0 passed, 1 failed, 0 skipped'],
  ['a failed step', { testResults: [file('passed', ['adds', 'passed'])] }, ['style', 'types'], '1 passed, 2 failed, 0 skipped'],
  ['no test report', undefined, [], '0 passed, 1 failed, 0 skipped'],
  ['nothing ran', undefined, undefined, '0 passed, 2 failed, 0 skipped'],
];

it.each(cases)('%s', (_title, report, steps, text) => {
  expect(renderSummary(summarize(report, steps))).toBe(text);
});

it('counts a run that ended badly though every test passed', () => {
  const report = { testResults: [file('passed', ['adds', 'passed'])] };
  expect(renderSummary(summarize(report, [], 1))).toBe('1 passed, 1 failed, 0 skipped');
});

it('counts journeys as tests', () => {
  const report = { testResults: [file('passed', ['adds', 'passed'])] };
  const journeys = [
    { name: 'goes', status: 'passed' },
    { name: 'breaks', status: 'failed' },
    { name: 'is left out', status: 'skipped' },
  ] as const;
  expect(renderSummary(summarize(report, [], 0, { journeys }))).toBe('skipped: is left out\n2 passed, 1 failed, 1 skipped');
});
