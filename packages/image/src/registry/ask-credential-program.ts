import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import process from 'node:process';
import type { CredentialProgram } from './docker-config.ts';

const TIME_MS = 20_000;
const MAX_BYTES = 64 * 1024;

/** Where credential programs lie, and what they are started with: they need home, session and agent of whoever logged in. */
export interface ProgramSettings {
  /** Absolute folders. */
  readonly searchPath: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * What a program that the Docker configuration names answers to `get`; undefined when it is not there, has nothing or takes too long. Its
 * answer goes nowhere but to the registry. https://github.com/docker/docker-credential-helpers#development
 */
export async function askCredentialProgram(
  { name, server }: CredentialProgram,
  { searchPath, environment }: ProgramSettings,
): Promise<Uint8Array | undefined> {
  if (searchPath.length === 0) return undefined;
  const env = { ...environment, PATH: searchPath.join(delimiter) };
  // A group of its own, so that what it starts ends with it.
  const child = spawn(`docker-credential-${name}`, ['get'], { env, stdio: ['pipe', 'pipe', 'ignore'], detached: true });
  try {
    child.stdin.on('error', () => {});
    child.stdin.end(`${server}\n`);
    return await readAnswer(child);
  } finally {
    child.stdout.destroy();
    killGroup(child);
  }
}

function readAnswer(child: ChildProcess): Promise<Buffer | undefined> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => resolve(undefined), TIME_MS);
    const finish = (answer: Buffer | undefined): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BYTES) chunks.push(chunk);
      else finish(undefined);
    });
    child.on('error', () => finish(undefined));
    child.on('close', code => finish(code === 0 ? Buffer.concat(chunks) : undefined));
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
