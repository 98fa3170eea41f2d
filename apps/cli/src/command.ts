import type { Readable } from 'node:stream';
import type { ExitCode } from './exit-code.ts';

/** Where a command reads and writes; passed in, so that tests need no process. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: (text: string) => Promise<void>;
  readonly stderr: (text: string) => Promise<void>;
  /** Whether stdout shows colours. */
  readonly color: boolean;
  /** Columns of stdout. */
  readonly width: number;
  /** Whether somebody watches stderr, so that progress makes sense. */
  readonly interactive: boolean;
  readonly language: 'en' | 'ja';
}

export interface ArgumentDefinition {
  readonly name: string;
  readonly doc: string;
  readonly required: boolean;
  readonly variadic?: boolean;
}

export interface OptionDefinition {
  /** Long name without dashes. */
  readonly name: string;
  /** One letter that stands for it. */
  readonly short?: string;
  readonly doc: string;
  /** Name of the value; a switch when absent. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly repeatable?: boolean;
}

/** What a command was called with; options by name: text, list of texts, or true. */
export interface CommandInput {
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** One command of `breakwater`; its file is all there is to it. */
export interface CommandDefinition {
  /** Words after `breakwater`. */
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly ArgumentDefinition[];
  readonly options: readonly OptionDefinition[];
  /** Commands that can be copied, each with what it does. */
  readonly examples: readonly { readonly command: string; readonly doc: string }[];
  readonly run: (input: CommandInput, terminal: Terminal) => Promise<ExitCode>;
}

/** What is known of a command before its file is loaded: enough for help and for finding it. Loading all of them would make every start longer. */
export interface CommandEntry extends Pick<CommandDefinition, 'name' | 'summary'> {
  readonly load: () => Promise<CommandDefinition>;
}

/** Wrong usage: the message goes to stderr with the usage line, and the command ends with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
