import { spawn } from 'node:child_process';
import type { CredentialHelper } from '@breakwater/image';
import { findTool } from '../render/find-tool.ts';

const TIME_MS = 20_000;
const MAX_BYTES = 64 * 1024;

/**
 * What a program that the Docker configuration names answers to `get`; undefined when it is not there, has nothing or takes too long. Its
 * answer goes nowhere but to the registry. https://github.com/docker/docker-credential-helpers#development
 */
export async function askCredentialHelper(
  { name, server }: CredentialHelper,
  searchPath: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Uint8Array | undefined> {
  const program = await findTool(`docker-credential-${name}`, searchPath);
  if (program === undefined) return undefined;
  return new Promise(resolve => {
    const child = spawn(program, ['get'], { env, stdio: ['pipe', 'pipe', 'ignore'], timeout: TIME_MS, killSignal: 'SIGKILL' });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BYTES) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.stdin.on('error', () => {});
    child.on('error', () => resolve(undefined));
    child.on('close', code => resolve(code === 0 && size <= MAX_BYTES ? Buffer.concat(chunks) : undefined));
    child.stdin.end(`${server}\n`);
  });
}
