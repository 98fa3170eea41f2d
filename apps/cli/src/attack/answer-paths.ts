import { chooseCuts, findPaths, type Search, tryCuts } from '@breakwater/attack';
import type { Problem } from '@breakwater/model';
import { describeCount, renderAnswer, toExitCode } from '../answer.ts';
import { type CommandInput, type Terminal, UsageError } from '../command.ts';
import type { ExitCode } from '../exit-code.ts';
import { drawPaths } from './draw-paths.ts';
import { PATH_COLUMNS, toPathRows, toPlainPath, toShownPaths } from './path-rows.ts';

/** Finds paths and writes them in the format asked for. Throws UsageError. */
export async function answerPaths(
  search: Search,
  { schema, input, terminal, problems }: { schema: string; input: CommandInput; terminal: Terminal; problems: readonly Problem[] },
): Promise<ExitCode> {
  const { format } = input.options;
  const all = findPaths(search);
  const paths = all.slice(0, readLimit(input));
  if (format === 'dot' || format === 'svg') await terminal.stdout(drawPaths(format, paths));
  else {
    const shown = toShownPaths(search.graph, paths, chooseCuts(paths, tryCuts(search, paths)));
    const rest = all.length === paths.length ? '' : `; the first ${paths.length} are shown, --limit shows more`;
    await terminal.stdout(
      renderAnswer(format, {
        schema,
        results: shown.map(toPlainPath),
        heading: `${describeCount(all.length, 'path')} from ${describeCount(search.starts.length, 'start')} to ${describeCount(search.goals.length, 'goal')}${rest}`,
        columns: PATH_COLUMNS,
        rows: shown.flatMap(path => toPathRows(path, format !== 'table')),
        problems: all.length === paths.length ? problems : [...problems, toTruncation(paths.length, all.length)],
      }),
    );
  }
  return toExitCode(all.length > 0, input, problems);
}

function toTruncation(shown: number, all: number): Problem {
  return {
    code: 'paths-truncated',
    message: `${shown} of ${all} paths are shown, the easiest to each goal first. Narrow it down with --from or --to, or raise --limit.`,
    source: 'attack',
  };
}

export function readLimit({ options }: CommandInput): number {
  const limit = Number(options['limit'] ?? 500);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new UsageError(`--limit takes a whole number above 0, not '${String(options['limit'])}'`);
}
