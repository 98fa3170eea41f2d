const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** What reading an image may take. Each is far above what honest images have; each excess is a Problem. */
export const LIMITS = {
  /** Bytes of one layer after decompression. */
  layerBytes: 64 * GIB,
  /** A layer may grow this many times by decompression once it is larger than `layerFreeBytes`; gzip itself ends at 1,032. */
  layerExpansion: 150,
  layerFreeBytes: GIB,
  /** Entries of one layer, and of all layers of an image. */
  layerEntries: 1_000_000,
  /** Layers of an image: runtimes refuse more than 127. */
  layers: 500,
  /** Bytes of one path: PATH_MAX of Linux. */
  pathBytes: 4096,
  /** Bytes of one extended header of a tar archive. */
  extendedHeaderBytes: MIB,
  /** A wanted file is kept in memory up to `memoryFileBytes`, all of a layer up to `memoryBytes`; others go to disk. */
  memoryFileBytes: 64 * KIB,
  memoryBytes: 24 * MIB,
  /** Bytes that the files of one layer may take on disk. */
  spoolBytes: 8 * GIB,
  /** Bytes of a wanted file where its cataloger says nothing else. */
  wantedFileBytes: 16 * MIB,
  /** Bytes of a manifest, an index, a configuration. */
  documentBytes: 8 * MIB,
  /** Indexes within indexes. */
  indexDepth: 4,
  /** Links that are followed for one path. */
  linkDepth: 40,
  /** Problems of one kind in one layer that are told one by one. */
  problemsPerKind: 20,
  /** Bytes that a cache may take, and of one text in it. */
  cacheBytes: GIB,
  cachedBytes: 512 * MIB,
  /** Credentials of one layer that are told. */
  secrets: 1000,
  /** Files and folders from which the code of one package is loaded, and links that lead to such, of one image. */
  loadableFiles: 2000,
  loadableLinks: 5000,
  /** Files of one image that can be executed, and bytes of their paths: where there are more, none is told. */
  programs: 10_000,
  programBytes: MIB / 2,
  /** Steps of looking for credentials in one layer; honest ones take thousands. */
  secretSearch: 2_000_000,
  /** Archives within archives; members and bytes after decompression of one outermost archive. */
  archiveDepth: 16,
  archiveMembers: 200_000,
  archiveBytes: 512 * MIB,
  /** Bytes of one member that is read. */
  archiveMemberBytes: 128 * MIB,
  /** Signatures and attestations of one image that are verified, and bytes of one and of all of them. */
  signatures: 200,
  signatureBytes: MIB,
  attestationBytes: 32 * MIB,
  signatureTotalBytes: 256 * MIB,
  /** What refers to one manifest: pages that are read. */
  referrerPages: 10,
} as const;
