/** What was read of an image: values only, as whoever read it says them. */
export interface ImageContent {
  /** As configured; empty when none is, which means root. */
  readonly user: string;
  /** Bytes of the layers as they are sent. */
  readonly bytes: number;
  /** Whole days since it was made; undefined when the build wrote no honest time. */
  readonly ageDays: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  /** `80/tcp` */
  readonly ports: readonly string[];
  /** Name or digest of the base image; empty when nothing states it. */
  readonly base: string;
  /** `kind in place` of each credential, never its text. */
  readonly secrets: readonly string[];
  readonly setuidFiles: readonly string[];
  readonly shells: readonly string[];
  readonly packageManagers: readonly string[];
  readonly networkTools: readonly string[];
  readonly remoteAccess: readonly string[];
  readonly compilers: readonly string[];
  readonly worldWritable: readonly string[];
  readonly credentialFiles: readonly string[];
  /** From 0 to 100; 100 is an image with nothing but the application. */
  readonly surfaceScore: number;
  /** Names of checks that the image's own instructions do not stand; undefined where no history tells of them. */
  readonly remarks: readonly string[] | undefined;
  /** `debian 10` of what is not maintained any more. */
  readonly ended: readonly string[];
  /** For each package that states any, the sets of licences of which one holds: `A AND B OR C` is `[[A, B], [C]]`. */
  readonly licenses: readonly (readonly (readonly string[])[])[];
}
