import type { NodeFacts } from '@breakwater/model';
import { type CollectOptions, collectNode } from './collect-node.ts';
import { HostRoot } from './host-root.ts';

/** Bytes of a database of packages. */
const MAX_DATABASE = 256 * 1024 * 1024;

/** Everything that checks ask of a node, with the packages of its system where their database can be read. */
export async function collectFacts(options: CollectOptions): Promise<NodeFacts> {
  const facts = collectNode(options);
  const { readSystemPackages } = await import('@breakwater/image');
  const host = new HostRoot(options.root);
  const { packages } = await readSystemPackages(path => host.read(`/${path}`, true, MAX_DATABASE));
  return packages.length === 0 ? facts : { ...facts, packages: [...packages] };
}
