export { AppError, toErrorMessage } from './errors.ts';
export { FORBIDDEN_RANGES } from './forbidden-ranges.ts';
export { toJsonSchema } from './json-schema.ts';
export { keepNewest } from './keep-newest.ts';
export { type EndOfLife, findDistributionEnd, findRuntimeEnd } from './lifecycle/end-of-life.ts';
export { nearestName } from './nearest.ts';
export { buildPurl, type PurlParts } from './purl/build-purl.ts';
export { toImagePurl } from './purl/image-purl.ts';
export { canonicalizePurl, parsePurl } from './purl/parse-purl.ts';
export { type Purl, PurlError } from './purl/purl.ts';
export { tryParsePurl } from './purl/try-parse-purl.ts';
export { listRecordIssues } from './record-issues.ts';
export { listRecordedIssues } from './recorded-issues.ts';
export { outputToSbomImage } from './sbom/output-to-sbom-image.ts';
export { CYCLONEDX_VERSIONS, type CycloneDxVersion, type SbomImage, type SbomOptions } from './sbom/sbom-image.ts';
export { type Property, SBOM_OCCURRENCE, SBOM_PREFIXES } from './sbom/to-properties.ts';
export { toCycloneDx } from './sbom/write-cyclonedx.ts';
export { toSpdx } from './sbom/write-spdx.ts';
export { toSpdx3 } from './sbom/write-spdx3.ts';
export { schemas } from './schemas.generated.ts';
export { compareSeverity, isSeverity, SEVERITIES, Severity } from './severity.ts';
export { Attestation } from './shapes/attestation.ts';
export { Baseline } from './shapes/baseline.ts';
export { BehaviorBaseline, BehaviorSubject, LEARNED_PEERS, LearnedPeer, LearnedProcess } from './shapes/behavior-baseline.ts';
export { ComplianceItem, ComplianceOutput, ControlResult } from './shapes/compliance-output.ts';
export {
  ChangeCause,
  ComplianceHead,
  ComplianceRecord,
  RecordedControl,
  RecordedItem,
  RunScope,
} from './shapes/compliance-record.ts';
export { EVENT_TYPES, Event, FILE_OPERATIONS } from './shapes/event.ts';
export { BASELINE_VERDICTS, EventContext } from './shapes/event-context.ts';
export { Exception, VEX_STATUSES } from './shapes/exception.ts';
export { Fix } from './shapes/fix.ts';
export { Flow } from './shapes/flow.ts';
export { Image } from './shapes/image.ts';
export { ImageContent } from './shapes/image-content.ts';
export { ImageChange, ImageDiffOutput } from './shapes/image-diff-output.ts';
export { ImageLayer, ImageOutput, ImagePackage, ImageSecret, NeedlessItem } from './shapes/image-output.ts';
export { ImageScanSummary, MAX_SCANNED, ScannedVulnerability } from './shapes/image-scan-summary.ts';
export { ImageSignature, ImageSigner, ImageVerificationOutput } from './shapes/image-verification-output.ts';
export { Location } from './shapes/location.ts';
export { NodeFacts } from './shapes/node-facts.ts';
export { ObjectReference } from './shapes/object-reference.ts';
export { CheckOutput, CheckSummary } from './shapes/output.ts';
export {
  ENFORCEMENTS,
  Enforcement,
  OUTCOMES,
  Policy,
  type PolicyDefinition,
  PolicyExample,
  PolicyParam,
  PolicyVariable,
  REASONS,
  STAGE_ENFORCEMENTS,
  STAGES,
} from './shapes/policy.ts';
export { type ProbeAnswer, ProbeRecord } from './shapes/probe-record.ts';
export { Problem } from './shapes/problem.ts';
export { Project } from './shapes/project.ts';
export {
  CONFIDENCES,
  type Confidence,
  RESPONSE_ACTIONS,
  RESPONSE_STATES,
  Requester,
  type ResponseAction,
  type ResponseChange,
  type ResponseEvidence,
  ResponseId,
  ResponseOutput,
  ResponseParams,
  ResponseRecord,
  ResponseRequest,
  type ResponseState,
  type ResponseStep,
  ResponseTarget,
  type ResponseVerification,
} from './shapes/response.ts';
export { Evidence, Result, Standards } from './shapes/result.ts';
export { Scope } from './shapes/scope.ts';
export { Control, Standard } from './shapes/standard.ts';
export { TrustedIdentity, TrustRule } from './shapes/trust-rule.ts';
export { Cvss, Package, USE_STATES, Vulnerability, VulnerabilityUse } from './shapes/vulnerability.ts';
export { NotEvaluated, SuppressedVulnerability, VulnerabilityOutput } from './shapes/vulnerability-output.ts';
export {
  CONTAINER_TYPES,
  ContainerSummary,
  EXPOSURES,
  PodSummary,
  Risk,
  RiskReason,
  SETTING_SOURCES,
  Setting,
  WorkloadSummary,
} from './shapes/workload.ts';
export { WorkloadKind } from './shapes/workload-kind.ts';
export { STATES, STATES_BY_WEIGHT, State } from './state.ts';
export { listSchemaIssues, type SchemaIssue } from './validate.ts';
