import type { ServerContext } from './context.ts';
import { createAccessFeature } from './features/access/handlers.ts';
import { createActivityFeature } from './features/activity/handlers.ts';
import { createAdmissionFeature } from './features/admission/handlers.ts';
import { createAdvisoriesFeature } from './features/advisories/handlers.ts';
import { createAgentsFeature } from './features/agents/handlers.ts';
import { createAttackFeature } from './features/attack/handlers.ts';
import { createAttestationsFeature } from './features/attestations/handlers.ts';
import { createAuditFeature } from './features/audit/handlers.ts';
import { createBaseImagesFeature } from './features/base-images/handlers.ts';
import { createBaselinesFeature } from './features/baselines/handlers.ts';
import { createChangesFeature } from './features/changes/handlers.ts';
import { createClustersFeature } from './features/clusters/handlers.ts';
import { createComplianceFeature } from './features/compliance/handlers.ts';
import { createComplianceRunsFeature } from './features/compliance-runs/handlers.ts';
import { createComplianceSchedulesFeature } from './features/compliance-schedules/handlers.ts';
import { createEnforcementFeature } from './features/enforcement/handlers.ts';
import { createEventsFeature } from './features/events/handlers.ts';
import { createExceptionsFeature } from './features/exceptions/handlers.ts';
import { createFactsFeature } from './features/facts/handlers.ts';
import { createFixPlanFeature } from './features/fix-plan/handlers.ts';
import { createHealthFeature } from './features/health/handlers.ts';
import { createImagesFeature } from './features/images/handlers.ts';
import { createLifecycleFeature } from './features/lifecycle/handlers.ts';
import { createNamespacesFeature } from './features/namespaces/handlers.ts';
import { createNetworkFeature } from './features/network/handlers.ts';
import { createNodeFactsFeature } from './features/node-facts/handlers.ts';
import { createNodesFeature } from './features/nodes/handlers.ts';
import { createNotifiersFeature } from './features/notifiers/handlers.ts';
import { createOverviewFeature } from './features/overview/handlers.ts';
import { createPoliciesFeature } from './features/policies/handlers.ts';
import { createPresetsFeature } from './features/presets/handlers.ts';
import { createProblemsFeature } from './features/problems/handlers.ts';
import { createResponsesFeature } from './features/responses/handlers.ts';
import { createScannersFeature } from './features/scanners/handlers.ts';
import { createScansFeature } from './features/scans/handlers.ts';
import { createSecretsFeature } from './features/secrets/handlers.ts';
import { createSessionFeature } from './features/session/handlers.ts';
import { createTokensFeature } from './features/tokens/handlers.ts';
import { createUsersFeature } from './features/users/handlers.ts';
import { createViolationsFeature } from './features/violations/handlers.ts';
import { createVulnerabilitiesFeature } from './features/vulnerabilities/handlers.ts';
import { createWatchedImagesFeature } from './features/watched-images/handlers.ts';
import { createWorkloadsFeature } from './features/workloads/handlers.ts';
import type { Feature } from './http/route.ts';

/** What answers each resource of the contract; a test counts both sides. */
export const FEATURES: readonly ((context: ServerContext) => Feature)[] = [
  createAccessFeature,
  createActivityFeature,
  createAdmissionFeature,
  createAdvisoriesFeature,
  createAgentsFeature,
  createAttackFeature,
  createAttestationsFeature,
  createAuditFeature,
  createBaseImagesFeature,
  createBaselinesFeature,
  createChangesFeature,
  createClustersFeature,
  createComplianceFeature,
  createComplianceRunsFeature,
  createComplianceSchedulesFeature,
  createEnforcementFeature,
  createEventsFeature,
  createExceptionsFeature,
  createFactsFeature,
  createFixPlanFeature,
  createHealthFeature,
  createImagesFeature,
  createLifecycleFeature,
  createNamespacesFeature,
  createNetworkFeature,
  createNodeFactsFeature,
  createNodesFeature,
  createNotifiersFeature,
  createOverviewFeature,
  createPoliciesFeature,
  createPresetsFeature,
  createProblemsFeature,
  createResponsesFeature,
  createScannersFeature,
  createScansFeature,
  createSecretsFeature,
  createSessionFeature,
  createTokensFeature,
  createUsersFeature,
  createViolationsFeature,
  createVulnerabilitiesFeature,
  createWatchedImagesFeature,
  createWorkloadsFeature,
];
