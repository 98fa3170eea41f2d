import { nameSubject } from '@breakwater/behavior';
import type { BehaviorBaseline, Problem } from '@breakwater/model';
import { listOption } from '../check/judge-options.ts';
import { type ArgumentDefinition, type CommandInput, type OptionDefinition, type Terminal, UsageError } from '../command.ts';
import { readBaselines } from './read-lines.ts';

export const BASELINES_ARGUMENT: ArgumentDefinition = {
  name: 'baselines',
  doc: 'File of baselines, as `baseline learn` writes it; `-` for standard input',
  required: true,
};

export const WORKLOAD_OPTION: OptionDefinition = {
  name: 'workload',
  value: 'name',
  doc: 'Only for this workload, as shop/Deployment/web, or one container of it, as shop/Deployment/web/app; may be repeated',
  repeatable: true,
};

/** The baselines of a file that were asked for. Throws UsageError where there are none of a name. */
export async function readAsked(
  file: string,
  input: CommandInput,
  terminal: Terminal,
): Promise<{ readonly baselines: readonly BehaviorBaseline[]; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const all = await readBaselines(file, terminal.stdin, problems);
  return { baselines: chooseBaselines(all, listOption(input, 'workload')), problems };
}

export function chooseBaselines(all: readonly BehaviorBaseline[], names: readonly string[]): readonly BehaviorBaseline[] {
  for (const name of names)
    if (!all.some(baseline => isNamed(baseline, name)))
      throw new UsageError(`--workload: there is no baseline of '${name}'; there are ${listNames(all)}`);
  return names.length === 0 ? all : all.filter(baseline => names.some(name => isNamed(baseline, name)));
}

const MOST_NAMES = 10;

function listNames(all: readonly BehaviorBaseline[]): string {
  const names = [...new Set(all.map(({ subject }) => nameSubject({ ...subject, version: '' })))];
  return (
    [...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? [`${names.length - MOST_NAMES} more`] : [])].join(', ') || 'none at all'
  );
}

function isNamed({ subject }: BehaviorBaseline, name: string): boolean {
  const own = nameSubject({ ...subject, version: '' });
  return own === name || own.startsWith(`${name}/`);
}

/** One baseline a line, for `baseline learn --from` and all that reads them. */
export function writeBaselines(baselines: readonly BehaviorBaseline[]): string {
  return baselines.map(baseline => `${JSON.stringify(baseline)}\n`).join('');
}
