import type { ImageContent, NotEvaluated, Policy, Scope, Vulnerability } from '@breakwater/model';
import type { ScannerDatabase } from '@breakwater/protocol';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** Times are read as RFC 3339 text (see types.ts) and written as such or as Date. */
type Time = ColumnType<string, string | Date, string | Date>;
type OptionalTime = ColumnType<string | null, string | Date | null | undefined, string | Date | null>;
type DefaultTime = ColumnType<string, string | Date | undefined, string | Date>;
/** Written as JSON text. */
type OptionalJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

interface SettingTable {
  name: string;
  value: ColumnType<unknown, string, string>;
}

interface AccountTable {
  id: Generated<string>;
  name: string;
  role: string;
  scope: JSONColumnType<Scope>;
  password_hash: string;
  must_change_password: Generated<boolean>;
  password_reset: Generated<boolean>;
  created_at: DefaultTime;
  last_login_at: OptionalTime;
}

interface SessionTable {
  hash: Buffer;
  account: string;
  created_at: DefaultTime;
  expires_at: Time;
  used_at: DefaultTime;
  address: string;
}

interface LoginFailureTable {
  subject: string;
  failures: number;
  last_at: Time;
}

interface ApiTokenTable {
  id: Generated<string>;
  name: string;
  hash: Buffer;
  role: string;
  scope: JSONColumnType<Scope>;
  created_by: string;
  created_at: DefaultTime;
  expires_at: Time;
  used_at: OptionalTime;
}

interface AuditTable {
  id: Generated<number>;
  at: DefaultTime;
  actor: string;
  action: string;
  object: string;
  status: number;
  address: string;
  detail: JSONColumnType<Record<string, unknown>>;
}

interface ClusterTable {
  id: string;
  name: string;
  type: string;
  version: Generated<string>;
  distribution: Generated<string>;
  created_at: DefaultTime;
  removed_at: OptionalTime;
  connection: string | null;
  sensor_version: Generated<string>;
  sensor_protocol: Generated<number>;
  capabilities: Generated<string[]>;
  connected_at: OptionalTime;
  contact_at: OptionalTime;
  synced_at: OptionalTime;
  certificate_expires_at: OptionalTime;
  revision: Generated<number>;
  status: ColumnType<Record<string, unknown>, string | undefined, string>;
}

interface JoinTokenTable {
  id: Generated<string>;
  name: string;
  hash: Buffer;
  created_by: string;
  created_at: DefaultTime;
  expires_at: Time;
  used_at: OptionalTime;
  cluster: string | null;
}

interface ObjectTable {
  cluster: string;
  key: string;
  hash: string;
  api_version: string;
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  raw: JSONColumnType<Record<string, unknown>>;
  seen_at: DefaultTime;
}

interface WorkloadTable {
  cluster: string;
  key: string;
  hash: string;
  kind: string;
  namespace: string;
  name: string;
  labels: JSONColumnType<Record<string, string>>;
  owner: string;
  exposure: string;
  risk: number;
  top_reason: OptionalJson<Record<string, unknown>>;
  pods: number;
  created_at: OptionalTime;
  summary: JSONColumnType<Record<string, unknown>>;
  seen_at: DefaultTime;
}

interface ViolationCountTable {
  cluster: string;
  key: string;
  violations: number[];
  total: number;
  severity: number;
}

interface WorkloadImageTable {
  cluster: string;
  key: string;
  container: string;
  reference: string;
  digests: string[];
  namespace: string;
}

interface ViolationTable {
  id: Generated<string>;
  cluster: string;
  key: string;
  hash: string;
  policy: string;
  severity: number;
  state: string;
  api_version: string;
  kind: string;
  namespace: string;
  name: string;
  object_key: string;
  container: string;
  message: string;
  exception: string | null;
  body: JSONColumnType<Record<string, unknown>>;
  opening: Generated<number>;
  first_opened_at: DefaultTime;
  opened_at: DefaultTime;
  updated_at: DefaultTime;
  resolved_at: OptionalTime;
}

interface ViolationHistoryTable {
  id: Generated<number>;
  cluster: string;
  violation: string;
  time: DefaultTime;
  event: string;
  state: string;
  severity: number;
  message: string;
}

interface PolicyStateTable {
  cluster: string;
  key: string;
  hash: string;
  policy: string;
  states: JSONColumnType<Record<string, number>>;
}

interface ProblemTable {
  cluster: string;
  key: string;
  hash: string;
  code: string;
  message: string;
  source: string;
  body: JSONColumnType<Record<string, unknown>>;
  first_seen_at: DefaultTime;
  last_seen_at: DefaultTime;
}

interface PolicyRevisionTable {
  singleton: Generated<boolean>;
  revision: number;
}

interface PolicyTable {
  id: string;
  source: string;
  definition: ColumnType<Policy, string, string>;
  revision: number;
  created_by: string;
  created_at: DefaultTime;
  updated_by: string;
  updated_at: DefaultTime;
}

interface ClusterPresetTable {
  cluster: string;
  preset: string;
}

interface PolicySettingTable {
  id: Generated<string>;
  policy: string;
  scope: JSONColumnType<Scope>;
  enabled: boolean | null;
  params: OptionalJson<Record<string, unknown>>;
  updated_by: string;
  updated_at: DefaultTime;
}

interface ExceptionTable {
  id: Generated<string>;
  target: string;
  scope: JSONColumnType<Scope>;
  reason: string;
  state: string;
  requester: string;
  requested_at: DefaultTime;
  approver: string | null;
  decided_at: OptionalTime;
  comment: Generated<string>;
  self_approved: Generated<boolean>;
  expiry: OptionalTime;
  vex_status: string | null;
  until: string | null;
}

interface NotifierTable {
  id: Generated<string>;
  name: string;
  type: string;
  enabled: boolean;
  severity: number;
  owners: string[];
  clusters: string[];
  config: JSONColumnType<Record<string, unknown>>;
  secret: string | null;
  created_at: DefaultTime;
}

interface OpeningTable {
  violation: string;
  opening: number;
  opened_at: DefaultTime;
}

interface DeliveryTable {
  id: Generated<string>;
  notifier: string;
  violation: string;
  opening: number;
  state: Generated<string>;
  attempts: Generated<number>;
  next_at: DefaultTime;
  error: Generated<string>;
  created_at: DefaultTime;
  ended_at: OptionalTime;
}

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
  place: ColumnType<number, never, never>;
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

/** The schema as the migrations make it. */
export interface Tables {
  setting: SettingTable;
  account: AccountTable;
  session: SessionTable;
  login_failure: LoginFailureTable;
  api_token: ApiTokenTable;
  audit: AuditTable;
  cluster: ClusterTable;
  join_token: JoinTokenTable;
  object: ObjectTable;
  workload: WorkloadTable;
  violation_count: ViolationCountTable;
  workload_image: WorkloadImageTable;
  violation: ViolationTable;
  violation_history: ViolationHistoryTable;
  policy_state: PolicyStateTable;
  problem: ProblemTable;
  policy_revision: PolicyRevisionTable;
  policy: PolicyTable;
  cluster_preset: ClusterPresetTable;
  policy_setting: PolicySettingTable;
  exception: ExceptionTable;
  notifier: NotifierTable;
  opening: OpeningTable;
  delivery: DeliveryTable;
  scanner: ScannerTable;
  advisory_database: AdvisoryDatabaseTable;
  image: ImageTable;
  image_reference: ImageReferenceTable;
  image_vulnerability: ImageVulnerabilityTable;
  watched_image: WatchedImageTable;
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
