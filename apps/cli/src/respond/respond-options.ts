import { randomBytes } from 'node:crypto';
import type { ResponseTarget } from '@breakwater/model';
import { FORMAT_OPTION } from '../answer.ts';
import { type CommandInput, type OptionDefinition, UsageError } from '../command.ts';
import { SERVER_OPTIONS } from '../server/connect-server.ts';

export const RESPOND_FORMAT: OptionDefinition = { ...FORMAT_OPTION, choices: ['json', 'table'] };

/** The cluster that is acted on with one's own rights. */
export const DIRECT_OPTIONS: readonly OptionDefinition[] = [
  { name: 'kubeconfig', value: 'file', doc: 'Cluster to act on, with your own rights (default: the one that kubectl would use)' },
  { name: 'context', value: 'name', doc: 'Context of the kubeconfig (default: its current one)' },
  { name: 'data', value: 'folder', doc: 'Folder of the journal and of evidence' },
];

/** The server by way of which the responder of a cluster acts; then no kubeconfig is needed. */
export const BY_SERVER_OPTIONS: readonly OptionDefinition[] = [
  {
    name: 'cluster',
    value: 'name',
    doc: 'Cluster of the server to act on, by its name or id; its responder acts, and no kubeconfig is needed',
  },
  ...SERVER_OPTIONS,
];

const WAIT_OPTION: OptionDefinition = {
  name: 'wait',
  value: 'seconds',
  doc: 'Longest wait for the end of what a server is asked for (default: 600)',
};

/** What every command of `respond` takes that changes something. */
export const CHANGE_OPTIONS: readonly OptionDefinition[] = [
  { name: 'dry-run', doc: 'Print what would be changed and what speaks against it; change nothing' },
  { name: 'reason', value: 'text', doc: 'Why; needed to act, and kept with the response' },
  { name: 'yes', short: 'y', doc: 'Do not ask before acting' },
  WAIT_OPTION,
  ...BY_SERVER_OPTIONS,
  ...DIRECT_OPTIONS,
  RESPOND_FORMAT,
];

/** What every command of `respond` takes that acts on a target. */
export const ACT_OPTIONS: readonly OptionDefinition[] = [
  { name: 'ask-approval', doc: 'Ask the server for approval by somebody else, who does so in the console, instead of acting' },
  ...CHANGE_OPTIONS,
];

export const TARGET_OPTIONS: readonly OptionDefinition[] = [
  { name: 'namespace', short: 'n', value: 'name', doc: 'Namespace of the target', default: 'default' },
  { name: 'api-version', value: 'version', doc: 'Of the target, for kinds that are not Kubernetes’ own, as argoproj.io/v1alpha1' },
];

/** A new id; a DNS label, since it becomes part of names and labels. */
export function createId(): string {
  return `r-${randomBytes(8).toString('hex')}`;
}

/** The reason that was given; a dry run needs none. Throws UsageError. */
export function readReason({ options }: CommandInput): string {
  const { reason, 'dry-run': dryRun } = options;
  if (typeof reason === 'string' && reason.trim() !== '') return reason.trim().slice(0, 2000);
  if (dryRun === true) return 'dry run';
  throw new UsageError('say why with --reason, as "incident 42: miner in the image"; or look first with --dry-run');
}

/** Finds a kind by what people write; passed in, since what knows it is large. */
export type FindByWord = (
  word: string,
) => { readonly group: string; readonly version: string; readonly kind: string; readonly namespaced: boolean } | undefined;

/** `deployment/web`, or `web` where a kind goes without saying. Throws UsageError. */
export function readTarget({ arguments: [text = ''], options }: CommandInput, findByWord: FindByWord, usual?: string): ResponseTarget {
  const slash = text.indexOf('/');
  const [word, name] = slash < 0 ? [usual, text] : [text.slice(0, slash), text.slice(slash + 1)];
  if (word === undefined || word === '' || name === '' || name.includes('/'))
    throw new UsageError(`name the target as kind/name, as deployment/web, not '${text}'`);
  const { 'api-version': apiVersion, namespace } = options;
  if (typeof apiVersion === 'string') return { apiVersion, kind: word, namespace: String(namespace), name };
  const found = findByWord(word);
  if (found === undefined)
    throw new UsageError(
      `'${word}' is none of Kubernetes’ own kinds: write its kind as it is, with --api-version, as Rollout/web --api-version argoproj.io/v1alpha1`,
    );
  const { group, version, kind, namespaced } = found;
  return { apiVersion: group === '' ? version : `${group}/${version}`, kind, namespace: namespaced ? String(namespace) : '', name };
}

/** A whole number of an option. Throws UsageError. */
export function readWhole(option: string, value: unknown, most: number): number | undefined {
  if (value === undefined) return undefined;
  const number = /^\d{1,9}$/.test(String(value)) ? Number(value) : Number.NaN;
  if (number <= most) return number;
  throw new UsageError(`--${option} takes a whole number up to ${most}, not '${String(value)}'`);
}
