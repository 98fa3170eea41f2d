import process from 'node:process';
import type { Writable } from 'node:stream';
import type { Terminal } from './command.ts';
import type { Config } from './config.ts';

/** Columns where nobody says otherwise: pipes and files. */
const DEFAULT_WIDTH = 100;

/** The terminal of this process. */
export function createTerminal(config: Config): Terminal {
  // A reader that goes away (`| head`) is no fault.
  process.stdout.on('error', ignoreBrokenPipe);
  return {
    stdin: process.stdin,
    stdout: text => write(process.stdout, text),
    stderr: text => write(process.stderr, text),
    color: process.stdout.isTTY === true && !config.noColor,
    width: process.stdout.columns ?? DEFAULT_WIDTH,
    interactive: process.stderr.isTTY === true,
    language: config.language,
  };
}

function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, error => (error && !isBrokenPipe(error) ? reject(error) : resolve()));
  });
}

function ignoreBrokenPipe(error: Error): void {
  if (!isBrokenPipe(error)) throw error;
}

function isBrokenPipe(error: Error): boolean {
  return (error as { code?: unknown }).code === 'EPIPE' || (error as { code?: unknown }).code === 'ERR_STREAM_DESTROYED';
}
