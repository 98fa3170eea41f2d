import type { Migration } from './migration.ts';
import { foundation } from './migrations/0001-foundation.ts';
import { observed } from './migrations/0002-observed.ts';
import { decisions } from './migrations/0003-decisions.ts';
import { ownPolicies } from './migrations/0004-own-policies.ts';
import { passwordReset } from './migrations/0005-password-reset.ts';
import { images } from './migrations/0006-images.ts';
import { vulnerabilities } from './migrations/0007-vulnerabilities.ts';
import { admission } from './migrations/0008-admission.ts';
import { enforcement } from './migrations/0009-enforcement.ts';
import { responses } from './migrations/0010-responses.ts';
import { native } from './migrations/0011-native.ts';
import { replicas } from './migrations/0012-replicas.ts';
import { wantedImages } from './migrations/0013-wanted-images.ts';
import { runtimeEvents } from './migrations/0014-runtime-events.ts';
import { compliance } from './migrations/0015-compliance.ts';
import { runtimeActivity } from './migrations/0016-runtime-activity.ts';
import { deliveredReports } from './migrations/0017-delivered-reports.ts';
import { baselines } from './migrations/0018-baselines.ts';
import { baselineChanges } from './migrations/0019-baseline-changes.ts';
import { imagePrograms } from './migrations/0020-image-programs.ts';
import { packageUse } from './migrations/0021-package-use.ts';

/** All steps in order. */
export const MIGRATIONS: readonly Migration[] = [
  foundation,
  observed,
  decisions,
  ownPolicies,
  passwordReset,
  images,
  vulnerabilities,
  admission,
  enforcement,
  responses,
  native,
  replicas,
  wantedImages,
  runtimeEvents,
  compliance,
  runtimeActivity,
  deliveredReports,
  baselines,
  baselineChanges,
  imagePrograms,
  packageUse,
];
