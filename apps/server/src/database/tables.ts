import type { BehaviorBaseline, Enforcement, Policy, Scope } from '@breakwater/model';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { DefaultTime, OptionalJson, OptionalTime, Time } from './column-types.ts';
import type { ImageTables } from './image-tables.ts';

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
  replicas: OptionalJson<readonly Record<string, unknown>[]>;
  replicas_at: OptionalTime;
  agents: OptionalJson<readonly Record<string, unknown>[]>;
  agents_at: OptionalTime;
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
  /** An EnforcementState. */
  enforcement: OptionalJson<Record<string, unknown>>;
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

interface BaselineTable {
  cluster: string;
  key: string;
  hash: string;
  body: JSONColumnType<BehaviorBaseline>;
}

interface BaselineChangeTable {
  id: string;
  cluster: string;
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
  enforcement: OptionalJson<Enforcement>;
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

/** The schema as the migrations make it. */
export interface Tables extends ImageTables {
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
  baseline: BaselineTable;
  baseline_change: BaselineChangeTable;
  policy_revision: PolicyRevisionTable;
  policy: PolicyTable;
  cluster_preset: ClusterPresetTable;
  policy_setting: PolicySettingTable;
  exception: ExceptionTable;
  notifier: NotifierTable;
  opening: OpeningTable;
  delivery: DeliveryTable;
}
