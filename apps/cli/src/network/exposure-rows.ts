import type { WorkloadExposure } from '@breakwater/network';

export const EXPOSURE_COLUMNS = ['workload', 'from', 'ports', 'verdict', 'through'] as const;

/** A row for each way to a workload: entrances, the whole cluster, peers that do not exist yet, and directions without a policy. */
export function toExposureRows({
  workload,
  entrances,
  wholeCluster,
  unprotected,
  potentialPeers,
}: WorkloadExposure): readonly (readonly string[])[] {
  return [
    ...entrances.map(({ from, object, protocol, port, verdict, sources }) => [
      workload,
      sources.length === 0 || isEverywhere(sources) ? from : `${from} (${sources.join(', ')})`,
      `${protocol} ${port}`,
      verdict,
      object,
    ]),
    ...(wholeCluster.length === 0 ? [] : [[workload, 'whole-cluster', wholeCluster.join('; '), 'open', '']]),
    ...potentialPeers.map(({ direction, peer }) => [workload, peer, '', `${direction} to be`, '']),
    ...unprotected.map(direction => [workload, 'anywhere', '', `no ${direction} policy`, '']),
  ];
}

function isEverywhere(sources: readonly string[]): boolean {
  return sources.length === 2 && sources[0] === '0.0.0.0-255.255.255.255' && sources[1]?.startsWith('::-') === true;
}
