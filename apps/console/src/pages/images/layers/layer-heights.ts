/** One line of text, which the smallest layer has too, in rem. */
const LINE = 1.75;
const HEIGHT = 26;
/** What sizes share at least, so that many layers can be told apart as well. */
const LEAST_SHARED = 8;

/** Heights of layers in rem: a line each, and the rest of the picture by their sizes. */
export function toHeights(sizes: readonly number[]): readonly number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const shared = Math.max(LEAST_SHARED, HEIGHT - LINE * sizes.length);
  return sizes.map(size => LINE + (total === 0 ? 0 : (size / total) * shared));
}

const SHELL = /^RUN (?:\|\d+ .*?)?\/bin\/(?:ba|a)?sh -\w*c /;

/** An instruction as its author wrote it: without the shell that runs it and BuildKit's remark. */
export function readInstruction(instruction: string): string {
  return instruction
    .replace(SHELL, 'RUN ')
    .replace(/\s*#\s*buildkit\s*$/, '')
    .trim();
}
