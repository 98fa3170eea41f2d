import type { Problem } from '@breakwater/model';
import type { Distribution } from '../catalog/cataloger.ts';
import type { InspectedPackage } from '../image-inspection.ts';
import type { SbomGraph } from './graph.ts';

/** What an SBOM tells of packages; documents of others leave much of a package open. */
export interface SbomPackage extends Omit<InspectedPackage, 'cataloger' | 'layer' | 'files'> {
  readonly cataloger: string | undefined;
  /** Index of the layer that brought it, from the lowest. */
  readonly layer: number | undefined;
}

export interface Sbom {
  readonly format: 'cyclonedx' | 'spdx';
  readonly specVersion: string;
  readonly serialNumber: string | undefined;
  /** Of the document with that serial number. */
  readonly documentVersion: number | undefined;
  /** What it describes. */
  readonly subject: string | undefined;
  readonly distribution: Distribution | undefined;
  readonly packages: readonly SbomPackage[];
  readonly graph: SbomGraph;
  readonly problems: readonly Problem[];
}
