import { basename, join } from 'node:path';
import type { Location, Problem } from '@breakwater/model';
import type { Bounds, Ending } from './run-bounded.ts';

export interface EndingContext {
  /** The tool that ended. */
  readonly tool: string;
  /** Folder that it was to render. */
  readonly source: string;
  readonly bounds: Bounds;
}

/** Longest quotation of a tool. */
const MAX_QUOTE = 600;

/** A Problem for a tool that did not do its work. */
export function explainEnding(ending: Ending, { tool, source, bounds }: EndingContext): Problem {
  const name = basename(tool);
  const toProblem = (code: string, message: string): Problem => ({ code, message, source });
  if (ending.reason === 'time')
    return toProblem('renderer-timeout', `${name} took longer than ${bounds.time / 1000} s and was ended: look for loops without end.`);
  if (ending.reason === 'output')
    return toProblem(
      'renderer-output-too-large',
      `${name} wrote more than ${toMiB(bounds.output)} and was ended: look for loops that make too much.`,
    );
  if (ending.reason === 'start') return toProblem('render-failed', `${name} could not be started: ${ending.err}`);
  if (isOutOfMemory(ending))
    return toProblem(
      'renderer-out-of-memory',
      `${name} needed more than ${toMiB(bounds.memory)} of memory and was ended: look for loops, recursion and repeated text.`,
    );
  const recursion = findRecursion(ending.err);
  if (recursion !== undefined)
    return toProblem('renderer-recursion', `${name} gave up, since the template '${recursion}' calls itself without end.`);
  return explainFailure(ending.err, name, source, ending.code);
}

/** Nested calls that no chart needs; helm itself ends them at 1000, Go's templates at 100,000. */
const MANY_CALLS = 50;

function findRecursion(err: string): string | undefined {
  const calls = err.match(/<include \\?"[^"]+\\?"[^>]*>/g) ?? [];
  const nested = /exceeded maximum template depth/.exec(err) === null ? undefined : /executing "([^"]+)"/.exec(err)?.[1];
  return calls.length < MANY_CALLS ? nested : /"([^"\\]+)/.exec(calls.at(-1) ?? '')?.[1];
}

function toMiB(bytes: number): string {
  return `${bytes / 1024 ** 2} MiB`;
}

/** Also where the memory was not to be had for the stack or for a thread of the tool. */
function isOutOfMemory({ err }: Ending): boolean {
  return /out of memory|cannot allocate memory|pthread_create failed|stack exceeds/i.test(err);
}

function explainFailure(err: string, name: string, source: string, code: number | undefined): Problem {
  const dependencies = /missing in charts\/ directory: (.+)/.exec(err)?.[1];
  if (dependencies !== undefined) {
    const message = `What the chart depends on is not in its folder charts/: ${dependencies.trim()}. Run: helm dependency build ${source}`;
    return { code: 'chart-dependency-missing', message, source };
  }
  const location = findTemplate(err, source);
  const said = quote(err);
  const how = code === undefined ? 'was ended by a signal' : said === '' ? `failed (${code})` : 'failed';
  const message = `${name} ${how}${said === '' ? ' and did not say why' : `: ${said}`}`;
  return { code: 'render-failed', message, source, ...(location === undefined ? {} : { location }) };
}

/** The first paragraph of what a tool said, on one line. */
function quote(err: string): string {
  const [first = ''] = err
    .replace(/^Error: /, '')
    .trim()
    .split(/\n\s*\n/);
  const line = first.replaceAll(/\s+/g, ' ');
  return line.length > MAX_QUOTE ? `${line.slice(0, MAX_QUOTE)}…` : line;
}

/** How helm names a place: `template: shop/templates/a.yaml:3:7`, `(shop/charts/db/templates/a.yaml:3)`, `on shop/templates/a.yaml`. */
const PLACE = /(?:^|[\s(])[^/\s:()]+\/((?:charts\/[^/\s:()]+\/)*templates\/[^\s:()]+)(?::(\d+)(?::(\d+))?)?/;

function findTemplate(err: string, source: string): Location | undefined {
  const [, path = '', line = '1', column = '1'] = PLACE.exec(err) ?? [];
  if (path === '' || path.split('/').includes('..')) return undefined;
  return { file: join(source, path), line: Math.max(1, Number(line)), column: Math.max(1, Number(column)) };
}
