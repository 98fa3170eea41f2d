/** What an SBOM says of an image: a part of what reading it tells. */
export interface SbomImage {
  readonly image: {
    readonly name: string;
    readonly digest: string | undefined;
    readonly configDigest: string | undefined;
    readonly references: readonly string[];
    readonly platform: string | undefined;
  };
  readonly distribution: SbomDistribution | undefined;
  readonly packages: readonly SbomPackage[];
  /** Whether every layer was read to its end. Otherwise what is not listed is not known to be absent. */
  readonly complete: boolean;
}

export interface SbomDistribution {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  /** The file that says so; absent where nobody kept it. */
  readonly evidence?: string;
  readonly like?: readonly string[];
}

export interface SbomPackage {
  readonly found: {
    readonly name: string;
    readonly version: string;
    readonly type: string;
    readonly purl?: { readonly namespace?: string; readonly qualifiers?: Readonly<Record<string, string>>; readonly subpath?: string };
    readonly arch?: string;
    readonly epoch?: number | null;
    readonly source?: { readonly name: string; readonly version: string };
    readonly licenses?: readonly string[];
    readonly vendor?: string;
    readonly evidenceKind?: string;
    readonly location?: string;
    readonly attributes?: Readonly<Record<string, string>>;
  };
  readonly purl: string | undefined;
  /** Absent where nobody kept it. */
  readonly cataloger?: string | undefined;
  readonly locations: readonly string[];
  /** Index of the layer that brought it first, from 0. */
  readonly layer: number;
  readonly base: boolean | undefined;
  readonly ownedBy: { readonly name: string; readonly type: string } | undefined;
}

export const CYCLONEDX_VERSIONS = ['1.4', '1.5', '1.6', '1.7'] as const;
export type CycloneDxVersion = (typeof CYCLONEDX_VERSIONS)[number];

export interface SbomOptions {
  /** `urn:uuid:…` */
  readonly serialNumber: string;
  /** RFC 3339, UTC. */
  readonly timestamp: string;
  /** Version of Breakwater. */
  readonly toolVersion: string;
  /** SHA-256 of a text in hex. */
  readonly hash: (text: string) => string;
  /** Without it 1.6. */
  readonly cycloneDxVersion?: CycloneDxVersion | undefined;
}
