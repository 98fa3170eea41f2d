import { findLineStart } from './source-text.ts';

/**
 * Objects and functions that only a Helm chart uses; `{{ $labels.pod }}` of an alert or `{{inputs.x}}` of a workflow are values like
 * any other.
 */
const CHART =
  /\{\{-?\s*(?:[a-z]\w*\s+)*\(?\$?(?:\.(?:Values|Release|Chart|Capabilities|Template|Files|Subcharts)\b|(?:include|template|define|tpl|toYaml)\s)/;

/** Whether the text holds actions of a chart's template. */
export function holdsChartTemplate(text: string): boolean {
  return text.includes('{{') && CHART.test(text);
}

/**
 * Whether a text that is no YAML fails because it is a template: it holds a chart's actions, or the line at `offset`, where reading
 * stopped, holds `{{` of any template language.
 */
export function failsAsTemplate(text: string, offset: number): boolean {
  if (!text.includes('{{')) return false;
  if (CHART.test(text)) return true;
  const end = text.indexOf('\n', offset);
  return text.slice(findLineStart(text, offset), end < 0 ? undefined : end).includes('{{');
}

/** Where the expression stands that stopped the reader at `offset`: the one before it, else the first. */
export function findTemplate(text: string, offset: number): number {
  const before = text.lastIndexOf('{{', offset);
  return before < 0 ? text.indexOf('{{') : before;
}

export const TEMPLATE_MESSAGE =
  "it holds template expressions ({{ … }}) that were not rendered; run 'helm template CHART | breakwater check -'";
