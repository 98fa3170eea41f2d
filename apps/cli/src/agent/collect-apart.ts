import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import type { NodeFacts } from '@breakwater/model';

const TIMEOUT_MS = 120_000;
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Facts of this node, by a process of its own: an agent runs for months on little memory, and misses nothing meanwhile. Rejects when it could not look.
 *
 * @param entry the program that this is
 */
export async function collectApart({ root, node }: { readonly root: string; readonly node: string }, entry: string): Promise<NodeFacts> {
  const options = ['node', 'collect', '--root', root, '--node', node];
  const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...options], {
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_BYTES,
  });
  return JSON.parse(stdout) as NodeFacts;
}
