import { type Result, SEVERITIES } from '@breakwater/model';
import { escapeMarkdown } from '../escape.ts';
import type { RenderOptions, ReportFormat } from '../format.ts';
import { formatLocation, groupByResource, nameResource } from '../order.ts';
import type { Report } from '../result-list.ts';
import { stripControls } from '../style.ts';
import { TEXTS, type Texts } from '../texts.ts';

export const format: ReportFormat = {
  name: 'markdown',
  doc: 'GitHub-flavoured Markdown for a comment on a change or a job summary',
  render: (output, options) => {
    const texts = TEXTS[options.language];
    const groups = groupByResource(output.results.filter(result => result.state === 'fail' || result.state === 'review'));
    const sections = groups.map(group => renderGroup(group.results, options, texts));
    return `${['# Breakwater', ...renderSummary(output, texts), ...sections, ...renderProblems(output, texts)].join('\n\n')}\n`;
  },
};

/** Remediations are our own texts: code in them stays code. */
function keepCode(text: string): string {
  return stripControls(text).replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function renderSummary({ summary }: Report, texts: Texts): readonly string[] {
  if (summary.objects === 0) return [texts.nothingRead];
  const counts = SEVERITIES.toReversed().filter(severity => (summary.severities[severity] ?? 0) > 0);
  const parts = counts.map(severity => texts.count(summary.severities[severity] ?? 0, texts.severity[severity])).join(', ');
  const failing = summary.states['fail'] ?? 0;
  return [texts.summary(summary), failing === 0 ? texts.nothing : `**${texts.findings(failing, parts)}**`];
}

function renderGroup(results: readonly Result[], { policies }: RenderOptions, texts: Texts): string {
  const [first] = results;
  const heading = first === undefined ? '' : `## ${escapeMarkdown(nameResource(first))}`;
  const rows = results.map(result => {
    const severity = result.state === 'fail' ? texts.severity[result.severity] : texts.state[result.state];
    const title = escapeMarkdown(policies.get(result.policy)?.title ?? result.policy);
    const place = formatLocation(result);
    return `| ${severity} | ${title} | ${escapeMarkdown(result.message)} | ${place === '' ? '' : escapeMarkdown(place)} | ${keepCode(result.remediation)} |`;
  });
  const head = `| ${texts.columns.join(' | ')} |\n|${'---|'.repeat(texts.columns.length)}`;
  return `${heading}\n\n${head}\n${rows.join('\n')}`;
}

function renderProblems({ problems }: Report, texts: Texts): readonly string[] {
  if (problems.length === 0) return [];
  const lines = problems.map(
    ({ code, message, source }) => `- ${escapeMarkdown(source)}: ${escapeMarkdown(message)} (${escapeMarkdown(code)})`,
  );
  return [`## ${texts.problems}\n\n${lines.join('\n')}`];
}
