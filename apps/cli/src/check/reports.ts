import { writeFile } from 'node:fs/promises';
import { nearestName, type PolicyDefinition } from '@breakwater/model';
import type { Language } from '@breakwater/policy';
import { formats, type PolicyText, type RenderOptions, type Report, type ReportFormat } from '@breakwater/report';
import { builtInPolicies } from '../catalogue.ts';
import { type Terminal, UsageError } from '../command.ts';
import { explain } from './find-files.ts';

/** A format and where it goes: standard output, or a file. */
export interface ReportOrder {
  readonly format: ReportFormat;
  readonly file: string | undefined;
}

/** Reads `table`, `sarif=result.sarif`, …; only one report may go to standard output. Throws UsageError. */
export function parseReportOrders(words: readonly string[]): readonly ReportOrder[] {
  const orders = (words.length === 0 ? ['table'] : words).map(parseOrder);
  if (orders.filter(order => order.file === undefined).length > 1) {
    throw new UsageError('only one --format can go to standard output; write the others to files: --format sarif=result.sarif');
  }
  return orders;
}

function parseOrder(word: string): ReportOrder {
  const [name = '', ...rest] = word.split('=');
  const format = formats.find(candidate => candidate.name === name);
  if (format !== undefined) return { format, file: rest.length === 0 ? undefined : rest.join('=') };
  const names = formats.map(candidate => candidate.name);
  const nearest = nearestName(name, names);
  throw new UsageError(
    `no format is called '${name}'; ${nearest === undefined ? `known are ${names.join(', ')}` : `did you mean '${nearest}'?`}`,
  );
}

export interface ReportContext {
  readonly language: Language;
  readonly keepPassing: boolean;
  readonly ownPolicies?: readonly PolicyDefinition[];
}

/** Writes every report that was ordered; colours go to a terminal only. Throws UsageError for a file that cannot be written. */
export async function writeReports(
  output: Report,
  orders: readonly ReportOrder[],
  context: ReportContext,
  terminal: Terminal,
): Promise<void> {
  const policies = listTexts(context);
  for (const { format, file } of orders) {
    const color = file === undefined && terminal.color;
    const options = { language: context.language, color, width: terminal.width, verbose: context.keepPassing, policies };
    const pieces = joinPieces(format.renderPieces?.(output, options) ?? renderWhole(format, output, options));
    if (file === undefined)
      for (const piece of pieces) await terminal.stdout(typeof piece === 'string' ? piece : Buffer.from(piece).toString());
    else await writeReport(file, pieces);
  }
}

/** Characters that are written at once. */
const PIECE = 65_536;

function* joinPieces(pieces: Iterable<string | Uint8Array>): Generator<string | Uint8Array> {
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece;
    if (typeof piece === 'string' && text.length < PIECE) continue;
    if (text !== '') yield text;
    if (typeof piece !== 'string') yield piece;
    text = '';
  }
  if (text !== '') yield text;
}

/** Formats that need the whole report in hand have an end: the longest string that there can be. */
function renderWhole(format: ReportFormat, output: Report, options: RenderOptions): readonly string[] {
  try {
    return [format.render(output, options)];
  } catch (cause) {
    if (!(cause instanceof RangeError && cause.message.includes('string length'))) throw cause;
    throw new UsageError(
      `${output.results.length} results are too many for --format ${format.name}; take json, or check fewer files at a time`,
    );
  }
}

async function writeReport(file: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  try {
    await writeFile(file, pieces);
  } catch (cause) {
    throw new UsageError(`--format …=${file}: ${explain(cause)}`);
  }
}

function listTexts({ language, ownPolicies = [] }: ReportContext): ReadonlyMap<string, PolicyText> {
  return new Map(
    [...builtInPolicies, ...ownPolicies].map(policy => {
      const { title, rationale } = language === 'ja' ? policy.ja : policy;
      return [policy.id, { title, rationale, categories: policy.categories }];
    }),
  );
}
