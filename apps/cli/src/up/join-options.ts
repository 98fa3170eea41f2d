import { readFile } from 'node:fs/promises';
import { toErrorMessage } from '@breakwater/model';
import { type CommandInput, type OptionDefinition, UsageError } from '../command.ts';

export const JOIN_OPTIONS: readonly OptionDefinition[] = [
  { name: 'join', value: 'token', doc: 'Join token that the console gives under Clusters; needed the first time only' },
  { name: 'join-file', value: 'file', doc: 'File with the join token, as a mounted Secret; it may be gone once it was used' },
];

/** Where the join token comes from; it is asked for when there is no identity yet. */
export function readJoin({ join, 'join-file': file }: CommandInput['options']): { readonly joinToken?: () => Promise<string> } {
  if (typeof join === 'string') return { joinToken: async () => join };
  return typeof file === 'string' ? { joinToken: () => readToken(file) } : {};
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    throw new UsageError(`--join-file ${file}: ${toErrorMessage(cause)}; the console gives a join token under Clusters`);
  }
}
