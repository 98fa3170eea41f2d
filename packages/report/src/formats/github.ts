import type { Severity } from '@breakwater/model';
import type { ReportFormat } from '../format.ts';
import { listFindings, nameResource } from '../order.ts';
import type { Report } from '../result-list.ts';
import { stripControls } from '../style.ts';

const COMMAND: Readonly<Record<Severity, string>> = { critical: 'error', high: 'error', medium: 'warning', low: 'notice', info: 'notice' };

export const format: ReportFormat = {
  name: 'github',
  doc: 'Workflow commands of GitHub Actions: annotations on the lines of a change',
  render: output => {
    const findings = listFindings(output.results).map(result => {
      const place =
        result.location === undefined ? {} : { file: result.location.file, line: result.location.line, col: result.location.column };
      const text = `${stripControls(`${nameResource(result)}: ${result.message}`)}\n${result.remediation}`;
      return renderCommand(COMMAND[result.severity], { ...place, title: result.policy }, text);
    });
    return [...findings, ...output.problems.map(renderProblem)].map(line => `${line}\n`).join('');
  },
};

function renderProblem({ code, message, source, location }: Report['problems'][number]): string {
  const place = location === undefined ? { file: source } : { file: location.file, line: location.line, col: location.column };
  return renderCommand('warning', { ...place, title: code }, stripControls(message));
}

/** https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions: data and properties are escaped differently. */
function renderCommand(command: string, properties: Readonly<Record<string, string | number>>, text: string): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(stripControls(String(value)))}`);
  return `::${command} ${list.join(',')}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
