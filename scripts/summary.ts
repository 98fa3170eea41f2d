/** The part of vitest's JSON report that is counted. */
export interface TestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** What the end-to-end tests write down. */
export interface JourneyReport {
  readonly journeys: readonly { readonly name: string; readonly status: 'passed' | 'failed' | 'skipped' }[];
}

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Full names of the tests that did not run. */
  readonly skippedNames: readonly string[];
}

/**
 * Counts tests. A file that failed before its tests could run counts as one failure, as does each failed step of `make check`, and so does
 * a report that is missing or a run that ended badly for another reason: nothing that went wrong may look like zero failures.
 */
export function summarize(
  report: TestReport | undefined,
  failedSteps: readonly string[] | undefined,
  exitCode = 0,
  { journeys }: JourneyReport = { journeys: [] },
): Summary {
  const journeysOf = (status: string) => journeys.filter(journey => journey.status === status).map(({ name }) => name);
  const files = report?.testResults ?? [];
  const tests = files.flatMap(file => file.assertionResults);
  const failedTests = tests.filter(test => test.status === 'failed').length;
  const brokenFiles = files.filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  ).length;
  const missing = Number(report === undefined) + Number(failedSteps === undefined);
  const failed = failedTests + brokenFiles + missing + (failedSteps?.length ?? 0) + journeysOf('failed').length;
  const skippedTests = tests.filter(test => test.status !== 'passed' && test.status !== 'failed').map(test => test.fullName.trim());
  const skippedNames = [...skippedTests, ...journeysOf('skipped')];
  return {
    passed: tests.filter(test => test.status === 'passed').length + journeysOf('passed').length,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: skippedNames.length,
    skippedNames,
  };
}

/** The lines that .ci/run ends with; the counts stand alone on the last one. */
export function renderSummary(summary: Summary): string {
  const skipped = summary.skippedNames.map(name => `skipped: ${name}`);
  return [...skipped, `${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`].join('\n');
}
