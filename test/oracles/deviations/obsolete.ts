import type { Deviation } from '../deviation.ts';

const PLUGIN =
  'the admission plug-in is gone from Kubernetes (PodSecurityPolicy 1.25, SecurityContextDeny 1.30); judged for such a version, nobody misses it';
const EACH = 'upstream passes a set in which one PodSecurityPolicy denies it; a pod may use any other one, so each is judged by itself';
const BOTH = 'one condition asks for the dropped and the allowed capabilities; NET_RAW is not dropped here';
const UNSET = 'allowPrivilegeEscalation that is not set means true';

const DENY = 'ensure-that-the-admission-control-plugin-SecurityContextDeny-is-set-if-PodSecurityPolicy-is-not-used';
const SETS = ['hostipc', 'hostnetwork', 'hostpid', 'privileged-container', 'root-container'].map(name => `psp-deny-${name}`);

const passing = (line: string, reason: string): Deviation => ({ file: 'regolibrary.jsonl', line, upstream: 'pass', ours: 'fail', reason });
const failing = (line: string, reason: string): Deviation => ({ file: 'regolibrary.jsonl', line, upstream: 'fail', ours: 'pass', reason });

export const deviations: readonly Deviation[] = [
  failing(`${DENY}/failed`, PLUGIN),
  failing(`${DENY}/rke2-args-fail`, PLUGIN),
  failing('psp-enabled-native/rke2-args-fail', PLUGIN),
  failing('psp-enabled-native/test-failed', PLUGIN),
  ...[...SETS, 'psp-deny-allowprivilegeescalation', 'psp-required-drop-capabilities'].map(rule =>
    passing(`${rule}/pass-one-true-one-false`, EACH),
  ),
  passing('psp-deny-allowed-capabilities/pass-no-true', BOTH),
  passing('psp-deny-allowed-capabilities/pass-one-true-one-false', BOTH),
  passing('psp-deny-allowprivilegeescalation/pass-no-true', UNSET),
];
