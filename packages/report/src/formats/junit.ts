import type { Result } from '@breakwater/model';
import type { ReportFormat } from '../format.ts';
import { formatLocation, groupByResource, nameResource } from '../order.ts';
import type { Report } from '../result-list.ts';
import { escapeXml } from '../xml.ts';

export const format: ReportFormat = {
  name: 'junit',
  doc: 'JUnit XML: a suite for each resource, a case for each policy; problems are errors',
  render: output => {
    const groups = groupByResource(output.results.filter(result => result.state !== 'not-applicable'));
    const suites = groups.map(group => renderSuite(nameOf(group.results), group.results.map(renderCase)));
    const problems = output.problems.length === 0 ? [] : [renderSuite('problems', output.problems.map(renderProblem))];
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="breakwater">\n${[...suites, ...problems].join('\n')}\n</testsuites>\n`;
  },
};

function nameOf(results: readonly Result[]): string {
  const [first] = results;
  return first === undefined ? '' : nameResource(first);
}

interface Case {
  readonly xml: string;
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
}

function renderSuite(name: string, cases: readonly Case[]): string {
  const count = (outcome: Case['outcome']): number => cases.filter(entry => entry.outcome === outcome).length;
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
  return `  <testsuite name="${escapeXml(name)}" ${counts}>\n${cases.map(entry => entry.xml).join('\n')}\n  </testsuite>`;
}

function renderCase(result: Result): Case {
  const name = result.container === undefined ? result.policy : `${result.policy} (${result.container})`;
  const file = result.location === undefined ? '' : ` file="${escapeXml(result.location.file)}" line="${result.location.line}"`;
  const head = `    <testcase classname="${escapeXml(nameResource(result))}" name="${escapeXml(name)}"${file}`;
  const outcome = toOutcome(result);
  if (outcome === 'passed') return { xml: `${head}/>`, outcome };
  const type = outcome === 'skipped' ? '' : ` type="${result.severity}"`;
  const body = outcome === 'skipped' ? '' : escapeXml([formatLocation(result), result.remediation].filter(part => part !== '').join('\n'));
  return {
    xml: `${head}>\n      <${outcome} message="${escapeXml(result.message)}"${type}>${body}</${outcome}>\n    </testcase>`,
    outcome,
  };
}

/** What could not be judged, was accepted, or needs a person is skipped with its message: never passed. */
function toOutcome({ state }: Result): Case['outcome'] {
  if (state === 'pass') return 'passed';
  if (state === 'fail') return 'failure';
  return state === 'error' || state === 'inconsistent' ? 'error' : 'skipped';
}

function renderProblem({ code, message, source, location }: Report['problems'][number]): Case {
  const place = location === undefined ? source : formatLocation({ location });
  const head = `    <testcase classname="problems" name="${escapeXml(`${code} ${place}`)}">`;
  return {
    xml: `${head}\n      <error message="${escapeXml(message)}" type="${escapeXml(code)}"></error>\n    </testcase>`,
    outcome: 'error',
  };
}
