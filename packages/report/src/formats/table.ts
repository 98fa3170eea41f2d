import { type Result, SEVERITIES } from '@breakwater/model';
import type { RenderOptions, ReportFormat } from '../format.ts';
import { formatLocation, type Group, groupByResource, nameResource } from '../order.ts';
import type { Report } from '../result-list.ts';
import { createPaint, type Paint, padEnd, SEVERITY_CODES, stripControls, wrapText } from '../style.ts';
import { TEXTS, type Texts } from '../texts.ts';

export const format: ReportFormat = {
  name: 'table',
  doc: 'For reading: findings grouped by resource, worst first',
  render: (output, options) => [...renderPieces(output, options)].join(''),
  renderPieces,
};

function* renderPieces(output: Report, options: RenderOptions): Generator<string> {
  const paint = createPaint(options.color);
  const texts = TEXTS[options.language];
  for (const group of groupByResource(output.results.filter(result => isShown(result, options))))
    yield `${renderGroup(group, options, paint, texts)}\n\n`;
  for (const block of renderProblems(output, options, paint, texts)) yield `${block}\n\n`;
  yield `${renderSummary(output, options, paint, texts)}\n`;
}

/** Without --verbose only what calls for action is shown; the summary counts the rest. */
function isShown(result: Result, { verbose }: RenderOptions): boolean {
  return verbose || result.state === 'fail' || result.state === 'review' || result.state === 'error';
}

function renderGroup(group: Group, options: RenderOptions, paint: Paint, texts: Texts): string {
  const [first] = group.results;
  if (first === undefined) return '';
  return [
    paint('bold', stripControls(nameResource(first))),
    ...group.results.map(result => renderResult(result, options, paint, texts)),
  ].join('\n');
}

const INDENT = '            ';

function renderResult(result: Result, options: RenderOptions, paint: Paint, texts: Texts): string {
  const label =
    result.state === 'fail'
      ? paint(SEVERITY_CODES[result.severity], padEnd(texts.severity[result.severity], 9))
      : paint('dim', padEnd(texts.state[result.state], 9));
  const place = [
    stripControls(formatLocation(result)),
    ...listOrigins(result),
    result.container === undefined ? '' : `${texts.container} ${stripControls(result.container)}`,
  ].filter(part => part !== '');
  const width = Math.max(40, options.width - INDENT.length);
  const lines = [
    `  ${label} ${paint('bold', result.policy)}${place.length === 0 ? '' : `  ${paint('dim', place.join('  '))}`}`,
    ...wrapText(stripControls(result.message), width).map(line => INDENT + line),
  ];
  if (result.state !== 'fail') return lines.join('\n');
  const remedy = wrapText(`${texts.remediation}: ${stripControls(result.remediation)}`, width).map(line => INDENT + paint('dim', line));
  return [...lines, ...remedy, ...(options.verbose ? renderEvidence(result, paint, texts) : [])].join('\n');
}

/** Of what was rendered: that the field stands in no source, and the key of the chart's values that it hangs on. */
function listOrigins({ evidence }: Result): readonly string[] {
  return evidence.flatMap(({ source, path }) => {
    if (source === 'rendered') return ['rendered'];
    return source === 'values' ? [`values: ${stripControls(path)}`] : [];
  });
}

function renderEvidence(result: Result, paint: Paint, texts: Texts): readonly string[] {
  return result.evidence.map(({ source, path, value }) =>
    paint(
      'dim',
      stripControls(
        `${INDENT}${texts.evidence}: ${source}${path === '' ? '' : ` ${path}`}${value === null ? '' : ` = ${JSON.stringify(value)}`}`,
      ),
    ),
  );
}

function renderProblems(output: Report, options: RenderOptions, paint: Paint, texts: Texts): readonly string[] {
  if (output.problems.length === 0) return [];
  const lines = output.problems.map(({ code, message, source, location }) => {
    const place = location === undefined ? source : `${location.file}:${location.line}:${location.column}`;
    const head = `  ${paint('yellow', code)}  ${paint('dim', stripControls(place))}`;
    return [head, ...wrapText(stripControls(message), Math.max(40, options.width - INDENT.length)).map(line => INDENT + line)].join('\n');
  });
  return [[paint('bold', texts.problems), ...lines].join('\n')];
}

/** States besides violations that a reader of the summary has to know of. */
const ALSO_TOLD = ['error', 'review', 'manual', 'inconsistent', 'accepted'] as const;

function renderSummary({ summary, results }: Report, options: RenderOptions, paint: Paint, texts: Texts): string {
  const counts = SEVERITIES.toReversed()
    .filter(severity => (summary.severities[severity] ?? 0) > 0)
    .map(severity => paint(SEVERITY_CODES[severity], texts.count(summary.severities[severity] ?? 0, texts.severity[severity])));
  const failing = summary.states['fail'] ?? 0;
  const also = ALSO_TOLD.filter(state => (summary.states[state] ?? 0) > 0).map(state =>
    texts.count(summary.states[state] ?? 0, texts.state[state]),
  );
  const unknown = Object.entries(summary.unknownKinds);
  const notEvaluated = results.filter(result => result.state === 'not-evaluated').length;
  const lines = [
    summary.objects === 0 ? texts.nothingRead : texts.summary(summary),
    ...(failing > 0 ? [paint('bold', texts.findings(failing, counts.join(', ')))] : summary.objects > 0 ? [texts.nothing] : []),
    ...(also.length > 0 ? [texts.also(also.join(', '))] : []),
    ...(unknown.length > 0
      ? [
          texts.unknownKinds(
            unknown.reduce((sum, [, count]) => sum + count, 0),
            stripControls(unknown.map(([kind, count]) => `${kind} (${count})`).join(', ')),
          ),
        ]
      : []),
    ...(notEvaluated > 0 && !options.verbose ? [texts.notEvaluated(notEvaluated)] : []),
  ];
  return lines.join('\n');
}
