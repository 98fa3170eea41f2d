import type { Terminal } from '../command.ts';

/** Files after which somebody who waits wants to know that it goes on. */
const QUIET_FILES = 500;

/** A counter on stderr for long runs; silent in pipelines. */
export function createProgress(terminal: Terminal): { show(done: number, total: number): void; clear(): void } {
  let shown = false;
  return {
    show: (done, total) => {
      if (!terminal.interactive || total < QUIET_FILES || done % 100 !== 0) return;
      shown = true;
      void terminal.stderr(`\r${done}/${total}`);
    },
    clear: () => {
      if (shown) void terminal.stderr('\r\u001b[K');
    },
  };
}
