import type { HistoryEntry, ImageConfig } from '../source/config.ts';

/** The Dockerfile instruction behind an entry of the history. */
export function toInstruction({ createdBy }: HistoryEntry): string {
  const text = createdBy
    .replace(/ # buildkit$/, '')
    // Buildah adds what it did with labels and times.
    .replace(/(?:\|(?:unsetLabel|inheritLabels|force-mtime)=[^|\s]*)+$/, '')
    .trim();
  const [, , command] = /^(\/bin\/sh -c|cmd \/S \/C) #\(nop\)\s*(.*)$/s.exec(text) ?? [];
  if (command !== undefined) return command.replace(/^(ADD|COPY) ((?:file|dir|multi):\w+) in /, '$1 $2 ');
  // Build arguments stand before the command, with their values: those are not repeated.
  const run = /^(?:RUN )?(?:\|\d+ .*? )?(?:\/bin\/(?:ba)?sh(?: -\w+(?: \w+)?){0,5}? -\w*c|cmd \/S \/C|powershell -Command) (.*)$/s.exec(
    text,
  )?.[1];
  return run === undefined ? text : `RUN ${run}`;
}

/** For each layer the entry of the history that made it; undefined where the history tells of fewer layers, which is allowed. */
export function pairHistory({ history }: ImageConfig, layers: number): readonly (HistoryEntry | undefined)[] {
  const withLayer = history.filter(({ emptyLayer }) => !emptyLayer);
  return Array.from({ length: layers }, (_, index) => withLayer[index]);
}
