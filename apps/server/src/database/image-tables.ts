import type { ImageContent, NotEvaluated, Vulnerability } from '@breakwater/model';
import type { ScannerDatabase } from '@breakwater/protocol';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { DefaultTime, OptionalJson, OptionalTime, Time } from './column-types.ts';

interface ScannerTable {
  id: Generated<string>;
  name: string;
  version: Generated<string>;
  capabilities: Generated<string[]>;
  clusters: Generated<string[]>;
  database: OptionalJson<ScannerDatabase>;
  certificate_expires_at: OptionalTime;
  created_at: DefaultTime;
  seen_at: OptionalTime;
}

interface AdvisoryDatabaseTable {
  digest: string;
  built: Time;
  records: number;
  feeds: JSONColumnType<ScannerDatabase['feeds']>;
  first_seen_at: DefaultTime;
  seen_at: DefaultTime;
}

interface ImageTable {
  digest: string;
  index_digest: string | null;
  config_digest: string | null;
  reference: string;
  platform: string;
  os_id: string;
  os_version: string;
  os_name: string;
  created: OptionalTime;
  bytes: number;
  user: string;
  base_name: string;
  base_digest: string;
  base_method: string;
  surface: number;
  secret_count: number;
  package_count: number;
  layer_count: number;
  complete: boolean;
  output: Buffer;
  content: JSONColumnType<ImageContent>;
  catalogers: string;
  inspected_at: DefaultTime;
  matched_at: OptionalTime;
  database_digest: string | null;
  database_built: OptionalTime;
  match_hash: string | null;
  not_evaluated: ColumnType<NotEvaluated[], string | undefined, string>;
  critical: Generated<number>;
  high: Generated<number>;
  medium: Generated<number>;
  low: Generated<number>;
  fixable: Generated<number>;
  exploited: Generated<number>;
  risk: Generated<number>;
}

interface ImageReferenceTable {
  reference: string;
  digest: string;
  seen_at: DefaultTime;
}

interface ImageVulnerabilityTable {
  digest: string;
  id: string;
  package: string;
  version: string;
  purl: string;
  type: string;
  severity: number;
  fixed_in: string[];
  status: string;
  kev: boolean;
  epss: number | null;
  risk: number;
  layer: number | null;
  base: boolean | null;
  first_seen: DefaultTime;
  body: JSONColumnType<Vulnerability>;
}

interface WatchedImageTable {
  id: Generated<string>;
  pattern: string;
  hours: number;
  created_by: string;
  created_at: DefaultTime;
  next_at: DefaultTime;
}

interface WantedImageTable {
  cluster: string;
  reference: string;
  asked_at: DefaultTime;
}

interface ScanJobTable {
  id: Generated<string>;
  kind: string;
  subject: string;
  reference: Generated<string>;
  digest: Generated<string>;
  platform: Generated<string>;
  registry: Generated<string>;
  clusters: Generated<string[]>;
  priority: number;
  requested_by: Generated<string>;
  state: Generated<string>;
  attempts: Generated<number>;
  next_at: DefaultTime;
  built: OptionalTime;
  scanner: string | null;
  lease: string | null;
  lease_ends_at: OptionalTime;
  phase: Generated<string>;
  done: Generated<number>;
  total: Generated<number>;
  error_code: Generated<string>;
  error_message: Generated<string>;
  permanent: Generated<boolean>;
  failed_at: OptionalTime;
  created_at: DefaultTime;
  ended_at: OptionalTime;
}

interface RegistryPauseTable {
  registry: string;
  failures: number;
  next_at: Time;
}

interface ImagePlaceTable {
  digest: string;
  reference: string;
  cluster: string;
  namespace: string;
  key: string;
  container: string;
}

interface VulnerabilityTable {
  id: string;
  aliases: string[];
  severity: number;
  score: number | null;
  epss: number | null;
  kev: boolean;
  risk: number;
  packages: string[];
  fixed_in: string[];
  fixable: boolean;
  base: boolean;
  images: number;
  workloads: number;
  clusters: number;
  namespaces: number;
  places: number;
  first_seen: Time;
}

interface VulnerabilityPlaceTable {
  id: string;
  cluster: string;
  namespace: string;
  workloads: number;
  places: number;
}

interface VulnerabilityChangeTable {
  id: string;
}

interface PlanChangeTable {
  digest: string;
}

interface FindingAcceptanceTable {
  exception: string;
  digest: string;
  id: string;
  package: string;
  version: string;
  purl: string;
  reference: string;
  cluster: string;
  namespace: string;
  key: string;
  container: string;
  finding: ColumnType<string, never, never>;
  place: ColumnType<string, never, never>;
}

interface VulnerabilityVerdictTable {
  id: string;
  places: number;
  findings: number;
  approvers: string[];
  kind: string;
  ends_at: OptionalTime;
}

interface ImageVerdictTable {
  digest: string;
  reference: string;
  accepted: number;
  critical: number;
  high: number;
  medium: number;
  low: number;
  fixable: number;
  exploited: number;
  risk: number | null;
  ends_at: OptionalTime;
}

interface ImagePlanTable {
  digest: string;
  reference: string;
  raise: number;
  closes: number;
  severity: number;
  oldest_low: OptionalTime;
  oldest_medium: OptionalTime;
  oldest_high: OptionalTime;
  oldest_critical: OptionalTime;
}

interface RebuildTable {
  id: Generated<number>;
  reference: string;
  at: DefaultTime;
  asked_by: string;
  notifier: string;
  delivered: boolean;
  message: string;
}

interface BaseApprovalTable {
  id: Generated<string>;
  pattern: string;
  reason: string;
  approved_by: string;
  approved_at: DefaultTime;
  expiry: OptionalTime;
  ended: Generated<boolean>;
  rescan_days: number;
  next_at: DefaultTime;
}

/** What scanners find in images, and what is counted of it ahead. */
export interface ImageTables {
  scanner: ScannerTable;
  advisory_database: AdvisoryDatabaseTable;
  image: ImageTable;
  image_reference: ImageReferenceTable;
  image_vulnerability: ImageVulnerabilityTable;
  watched_image: WatchedImageTable;
  wanted_image: WantedImageTable;
  scan_job: ScanJobTable;
  registry_pause: RegistryPauseTable;
  image_place: ImagePlaceTable;
  vulnerability: VulnerabilityTable;
  vulnerability_place: VulnerabilityPlaceTable;
  vulnerability_change: VulnerabilityChangeTable;
  plan_change: PlanChangeTable;
  finding_acceptance: FindingAcceptanceTable;
  vulnerability_verdict: VulnerabilityVerdictTable;
  image_verdict: ImageVerdictTable;
  image_plan: ImagePlanTable;
  rebuild: RebuildTable;
  base_approval: BaseApprovalTable;
}
