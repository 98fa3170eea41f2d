import type { BaseImage } from '../merge/base-image.ts';
import { toInstruction } from '../merge/instructions.ts';
import type { HistoryEntry, ImageConfig } from '../source/config.ts';

/** One instruction of the Dockerfile that an image was made with, as its history tells. */
export interface Instruction {
  /** `RUN`, `COPY`, …; empty where a builder that is no Dockerfile wrote a text of its own. */
  readonly keyword: string;
  /** Without the keyword; values of build arguments are left out. */
  readonly text: string;
  /** Position in the history, from 1; undefined for what the configuration alone tells. */
  readonly number: number | undefined;
  readonly base: boolean | undefined;
  /** Names and values of build arguments, which stand in the history for ever. */
  readonly buildArguments: Readonly<Record<string, string>>;
}

const KEYWORD =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)(?:\s+(.*))?$/s;

/** The instructions of a history, and last the user of the configuration, who may come from the builder's command line. */
export function listInstructions(config: ImageConfig, base: BaseImage | undefined): readonly Instruction[] {
  const end = findBaseEnd(config.history, base);
  const instructions = config.history.map((entry, index) => ({
    ...parseInstruction(toInstruction(entry)),
    number: index + 1,
    base: end === undefined ? undefined : index < end,
    buildArguments: readBuildArguments(entry.createdBy),
  }));
  const users = instructions.filter(({ keyword }) => keyword === 'USER');
  if (config.user === '' || users.at(-1)?.text === config.user) return instructions;
  return [...instructions, { keyword: 'USER', text: config.user, number: undefined, base: false, buildArguments: {} }];
}

/** How many entries are the base's: those up to its last layer, and its own settings after that, the last of which is CMD. */
function findBaseEnd(history: readonly HistoryEntry[], base: BaseImage | undefined): number | undefined {
  if (base?.layers === undefined) return undefined;
  let layers = 0;
  let end = 0;
  while (end < history.length && layers < base.layers) {
    if (history[end]?.emptyLayer === false) layers += 1;
    end += 1;
  }
  for (let at = end; history[at]?.emptyLayer === true; at++) {
    if (toInstruction(history[at] as HistoryEntry).startsWith('CMD')) return at + 1;
  }
  return end;
}

function parseInstruction(line: string): Pick<Instruction, 'keyword' | 'text'> {
  const [, keyword, text = ''] = KEYWORD.exec(line) ?? [];
  return keyword === undefined ? { keyword: '', text: line } : { keyword, text: keyword === 'EXPOSE' ? toPorts(text) : text };
}

/** `map[80/tcp:{}]` and `[80/tcp]` are `80/tcp`. */
function toPorts(text: string): string {
  return text
    .replace(/^(?:map)?\[(.*)\]$/, '$1')
    .replaceAll(/:\{\}/g, '')
    .trim();
}

/** `|2 A=1 B=x y /bin/sh -c make`: a value goes on until the next name or the shell. */
function readBuildArguments(createdBy: string): Readonly<Record<string, string>> {
  const [, count = '0', text = ''] = /^(?:RUN )?\|(\d{1,3}) (.*?) (?:\/bin\/(?:ba)?sh|cmd|powershell)\b/s.exec(createdBy) ?? [];
  if (count === '0') return {};
  const pairs = [...text.matchAll(/(?:^| )([A-Za-z_]\w*)=(.*?)(?= [A-Za-z_]\w*=|$)/gs)];
  return Object.fromEntries(pairs.slice(0, Number(count)).map(([, name = '', value = '']) => [name, value]));
}
