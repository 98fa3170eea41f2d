import { statSync } from 'node:fs';
import { listOption } from '../check/judge-options.ts';
import { type CommandInput, type OptionDefinition, UsageError } from '../command.ts';
import { readConfig } from '../config.ts';
import type { Bounds } from './run-bounded.ts';

/** Options of the commands that render charts and overlays. */
export const RENDER_OPTIONS: readonly OptionDefinition[] = [
  {
    name: 'values',
    value: 'file',
    doc: 'File with values for the charts that are rendered, the last one wins; may be repeated',
    repeatable: true,
  },
  { name: 'set', value: 'key=value', doc: 'A value for the charts that are rendered; may be repeated', repeatable: true },
  { name: 'allow-remote', doc: 'Let helm and kustomize use the network' },
];

/** What the user and the surroundings say about rendering. */
export interface RenderOptions {
  readonly searchPath: readonly string[];
  readonly allowRemote: boolean;
  readonly values: readonly string[];
  readonly set: readonly string[];
  readonly kubeMinor: number;
  readonly namespace: string;
  readonly bounds?: Bounds;
  readonly systemFolders?: readonly string[];
}

/** Throws UsageError. */
export function readRenderOptions(
  input: CommandInput,
  { kubeMinor, namespace }: Pick<RenderOptions, 'kubeMinor' | 'namespace'>,
): RenderOptions {
  const [values, set] = [listOption(input, 'values'), listOption(input, 'set')];
  for (const file of values) refuseNoFile(file);
  for (const assignment of set) {
    if (!/^[^=]+=/.test(assignment)) throw new UsageError(`--set takes KEY=VALUE, not '${assignment}'`);
  }
  return { searchPath: readConfig().searchPath, allowRemote: input.options['allow-remote'] === true, values, set, kubeMinor, namespace };
}

/** helm would also load an address. */
function refuseNoFile(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) throw new UsageError(`--values: there is no file ${file}`);
}
