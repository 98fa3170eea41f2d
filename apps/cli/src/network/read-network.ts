import { Inventory } from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import { type Cluster, readCluster } from '@breakwater/network';
import { NEWEST_MINOR } from '@breakwater/policy';
import { describeMissingTemplates, readCustomWorkloads } from '../check/custom-workloads.ts';
import { toNothingRead } from '../check/judge-options.ts';
import type { CommandInput, Terminal } from '../command.ts';
import { readInputs } from '../render/read-inputs.ts';
import { readRenderOptions } from '../render/render-options.ts';

/** Where objects are that name no namespace, as kubectl would apply them. */
const NAMESPACE = 'default';

export interface NetworkSet {
  readonly cluster: Cluster;
  readonly problems: readonly Problem[];
}

/** Reads what `check` reads, charts and overlays included, as one cluster. */
export async function readNetwork(paths: readonly string[], input: CommandInput, terminal: Terminal): Promise<NetworkSet> {
  const customWorkloads = await readCustomWorkloads();
  const renderOptions = readRenderOptions(input, { kubeMinor: NEWEST_MINOR, namespace: NAMESPACE });
  const { objects, problems } = await readInputs(paths, terminal, renderOptions, () => {});
  const inventory = new Inventory(objects, {
    cluster: `file:${paths.join(',')}`,
    kubeMinor: NEWEST_MINOR,
    complete: false,
    namespace: NAMESPACE,
    customWorkloads,
  });
  const cluster = readCluster(inventory);
  const isEmpty = objects.length === 0 && problems.length === 0;
  return {
    cluster,
    problems: [
      ...problems,
      ...describeMissingTemplates(inventory),
      ...cluster.problems,
      ...(isEmpty ? [toNothingRead(paths, 'asked')] : []),
    ],
  };
}
