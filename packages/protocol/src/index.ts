export {
  ADMISSION_ACTIONS,
  ADMISSION_MODES,
  type AdmissionBundle,
  type AdmissionBundleHead,
  AdmissionDecision,
  BreakGlass,
  BUNDLE_SCHEMA,
  DecidedPolicy,
  listDecisionIssues,
  MAX_DECIDED,
  MAX_DECIDED_OBJECT,
  MAX_DECISIONS,
  MAX_GROUPS,
} from './admission.ts';
export {
  AGENT_ALIVE_SECONDS,
  AGENT_SILENT_SECONDS,
  AgentCapability,
  AgentEventsRequest,
  AgentWord,
  KNOWS_AGENTS,
  KnownAgent,
  MAX_AGENT_EVENTS,
  MAX_TOLD_AGENTS,
} from './agents.ts';
export {
  BASELINE_CHANGES,
  BaselineChange,
  type BaselineChangesFrame,
  BaselineOutcome,
  KNOWS_BASELINES,
  MAX_BASELINE_CHANGES,
  MAX_CHANGED_ENTRIES,
  MAX_CHANGED_EVENTS,
} from './baselines.ts';
export { decodeSensorFrame, decodeServerFrame, encodeFrame } from './codec.ts';
export { EnforcementState, NATIVE_ACTIONS, NATIVE_REASONS, NATIVE_STATES, NativeReason, type NativeReasonCode } from './enforcement.ts';
export { ENROL_PATH, EnrolAnswer, EnrolRequest, JoinToken, RENEW_PATH, RenewRequest, SENSOR_PATH } from './enrolment.ts';
export { ProtocolError, type ProtocolErrorCode } from './errors.ts';
export {
  EVENT_TYPES,
  type Event,
  EventsFrame,
  EventsStored,
  type EventType,
  KNOWS_EVENTS,
  listEventIssues,
  MAX_EVENT_BYTES,
  MAX_EVENTS,
} from './events.ts';
export {
  type Acknowledge,
  BATCH,
  type Batch,
  CLUSTER_TYPES,
  HASH_PAGE,
  type Hashes,
  type Hello,
  KNOWS_REPLACED,
  MAX_FRAME_BYTES,
  MAX_UNACKNOWLEDGED,
  type PolicySetFrame,
  REFUSAL_CODES,
  type Refused,
  type SensorFrame,
  type ServerFrame,
  type Status,
  type Synced,
  type Welcome,
} from './frames.ts';
export {
  ImageFacts,
  type ImageFactsFrame,
  ImagePrograms,
  KNOWS_IMAGES,
  KNOWS_PROGRAMS,
  type KnownImages,
  MAX_IMAGES,
  MAX_PROGRAMS,
} from './image-facts.ts';
export {
  ITEM_TYPES,
  type Item,
  type ItemType,
  MAX_KEY,
  ObjectBody,
  PolicyStateBody,
  toObjectKey,
  toProblemKey,
  toViolationKey,
  VIOLATION_STATES,
  ViolationBody,
} from './items.ts';
export { formatJoinToken, parseJoinToken } from './join-token.ts';
export { FACTS_SECONDS, KNOWS_FACTS, MAX_FACTS, NodeFactsFrame, NodeFactsRequest } from './node-facts.ts';
export { KNOWS_ENFORCEMENT, PolicySet, PolicySetting, withoutEnforcement } from './policy-set.ts';
export {
  AdmissionReplica,
  formatReplica,
  KNOWS_REPLICAS,
  MAX_REPLICAS,
  parseReplica,
  REPLICA_SILENT_SECONDS,
  type ReplicaWord,
} from './replicas.ts';
export { KNOWS_RESPONSES, MAX_RESPONSE_WORK, ResponseWork, type ResponseWorkFrame } from './response.ts';
export {
  DecisionsRequest,
  MAX_ROLE_BODY,
  MAX_ROLE_WAIT_SECONDS,
  MAX_WORK,
  PodProcess,
  PodProcesses,
  PodSocket,
  ProcessesAnswer,
  ReportsRequest,
  ROLE_AUDIENCE,
  ROLE_NAMES,
  ROLE_PATHS,
  type RoleName,
  TakenAnswer,
  WorkAnswer,
} from './roles.ts';
export { ScannerEnrolAnswer, ScannerEnrolRequest } from './scanner/enrolment.ts';
export {
  type InspectJob,
  type JobKind,
  LEASE_SECONDS,
  LeaseAnswer,
  LeaseRequest,
  type ListTagsJob,
  MAX_LEASED,
  MAX_WAIT_SECONDS,
  type MatchJob,
  type PullSecrets,
  READERS_PREFIX,
  type ScanJob,
  type ScannerDatabase,
} from './scanner/lease.ts';
export { JOB_ACTIONS, type JobAction, LEASE_PATH, parseJobPath, SCANNER_ENROL_PATH, SCANNER_PREFIX, toJobPath } from './scanner/paths.ts';
export {
  listResultIssues,
  MAX_RESULT_BYTES,
  MAX_TAGS,
  ProgressAnswer,
  ScanFailure,
  type ScanMatch,
  ScanProgress,
  type ScanResult,
} from './scanner/result.ts';
export { OLDEST_PROTOCOL, PROTOCOL } from './versions.ts';
export { KNOWS_WANTED, MAX_WANTED, WantedImages, WantedImagesFrame } from './wanted-images.ts';
