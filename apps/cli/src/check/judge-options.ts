import type { Problem } from '@breakwater/model';
import { listPresets, NEWEST_MINOR, PolicyError, parseMinor } from '@breakwater/policy';
import { builtInPolicies } from '../catalogue.ts';
import { type CommandInput, type OptionDefinition, type Terminal, UsageError } from '../command.ts';
import { isRenderHint } from '../render/render-hints.ts';
import type { JudgeOptions } from './judge.ts';
import { PROJECT_FILE } from './read-exceptions.ts';
import { LANGUAGE_OPTION } from './report-options.ts';

export const KUBE_VERSION_OPTION: OptionDefinition = {
  name: 'kube-version',
  value: 'version',
  doc: `Kubernetes version to judge for, as 1.34 (default: 1.${NEWEST_MINOR}, the newest known)`,
};

export const NAMESPACE_OPTION: OptionDefinition = { name: 'namespace', value: 'name', doc: 'Namespace of objects that name none' };

export const PARAMS_OPTION: OptionDefinition = {
  name: 'params',
  value: 'file',
  doc: `YAML file with parameters by policy, as \`registry-not-allowed: { allowed: [registry.example.com] }\`, which then takes part in every preset (always: those of ${PROJECT_FILE} of this folder)`,
};

/** Options of every command that judges manifests by policies. */
export const JUDGE_OPTIONS: readonly OptionDefinition[] = [
  { name: 'preset', value: 'name', doc: 'Set of policies to judge by', choices: listPresets(builtInPolicies), default: 'recommended' },
  KUBE_VERSION_OPTION,
  NAMESPACE_OPTION,
  { name: 'complete', doc: 'The objects given are all that exist: what they refer to and is not there is missing' },
  PARAMS_OPTION,
  LANGUAGE_OPTION,
];

/** Throws UsageError. */
export function readJudgeOptions(input: CommandInput, terminal: Terminal): Omit<JudgeOptions, 'keepPassing'> {
  const { options } = input;
  return {
    policies: listOption(input, 'policy'),
    preset: String(options['preset']),
    kubeMinor: readKubeVersion(options['kube-version']),
    namespace: String(options['namespace'] ?? ''),
    complete: options['complete'] === true,
    cluster: `file:${input.arguments.join(',')}`,
    language: readLanguage(input, terminal),
  };
}

/** The language asked for, else that of the terminal. */
export function readLanguage({ options }: CommandInput, terminal: Terminal): Terminal['language'] {
  return options['lang'] === 'ja' || options['lang'] === 'en' ? options['lang'] : terminal.language;
}

/** The minor version that `--kube-version` names. Throws UsageError. */
export function readKubeVersion(value: unknown): number {
  if (value === undefined) return NEWEST_MINOR;
  const minor = parseMinor(String(value));
  if (Number.isNaN(minor)) throw new UsageError(`--kube-version takes a version such as 1.34, not '${value}'`);
  return minor;
}

/** Values of an option that may be repeated. */
export function listOption({ options }: CommandInput, name: string): readonly string[] {
  return (options[name] as readonly string[] | undefined) ?? [];
}

/** What `judge` gives; a policy or preset that does not exist is wrong usage. */
export function orRefuse<T>(judge: () => T): T {
  try {
    return judge();
  } catch (cause) {
    if (cause instanceof PolicyError && (cause.code === 'policy-unknown' || cause.code === 'preset-unknown'))
      throw new UsageError(cause.message);
    throw cause;
  }
}

/** A wrong folder must not look like a clean one. `done` is what was not done: judged, repaired. */
export function toNothingRead(paths: readonly string[], done: string): Problem {
  const message = `There is no Kubernetes object in what was given, so nothing was ${done}. Check the path; files end in .yaml, .yml or .json.`;
  return { code: 'nothing-to-judge', message, source: paths.join(', ') };
}

/** Worth telling, although everything was read. */
const HINTS = new Set([
  'baseline-outdated',
  'duplicate-key',
  'events-ignored',
  'exception-expired',
  'exception-invalid',
  'exception-overbroad',
  'exception-unused',
  'loaded-nothing',
  'loaded-of-others',
  'loaded-too-many',
  'loaded-unreadable',
  'results-left-out',
]);

/** Whether a problem means that something could not be looked at. */
export function isBlocking(problem: Problem): boolean {
  return !HINTS.has(problem.code) && !isRenderHint(problem);
}
