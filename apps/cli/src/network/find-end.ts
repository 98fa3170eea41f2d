import { type Cluster, type End, findEnd as find } from '@breakwater/network';
import { UsageError } from '../command.ts';

/** What `--from` and `--to` name: a workload, a node, the ingress controller or an address. Throws UsageError. */
export function findEnd(option: string, text: string, cluster: Cluster): End {
  const found = find(text, cluster);
  if ('end' in found) return found.end;
  throw new UsageError(`--${option}: ${found.fault}`);
}
