import type { Terminal } from '../command.ts';

/** Says on stderr what is rendered just now; silent in pipelines. */
export function createRenderProgress(terminal: Terminal): { show(input: string): void; clear(): void } {
  let shown = false;
  return {
    show: input => {
      if (!terminal.interactive) return;
      shown = true;
      void terminal.stderr(`\r\u001b[Krendering ${toOneLine(input, terminal.width)}`);
    },
    clear: () => {
      if (shown) void terminal.stderr('\r\u001b[K');
    },
  };
}

/** A name of a folder may hold anything, and a line that wraps cannot be taken back. */
function toOneLine(input: string, width: number): string {
  return input.replaceAll(/\p{Cc}/gu, '?').slice(-Math.max(10, width - 'rendering '.length - 1));
}
