import type { Severity } from '@breakwater/model';
import type { ClusterView } from '../cluster-view.ts';
import { type Component, findBlindness, readSetting } from '../evidence/component.ts';
import type { ComponentName } from '../evidence/component-name.ts';
import { describeFlagFix } from '../fix/flag-fix.ts';
import type { Check, CheckFinding, Texts } from './check.ts';
import type { Test } from './tests.ts';
import { decideEach } from './unseen.ts';

/** A check that flags of one component decide, as a row of a table. */
export interface FlagRow {
  readonly id: string;
  readonly component: ComponentName;
  readonly title: Texts;
  readonly severity: Severity;
  /** What is wanted of each flag; all of it. */
  readonly wants: Readonly<Record<string, Test>>;
  /** Flags as they are to be written, `profiling=false`; with a minus before it where it is to go. */
  readonly fix: readonly string[];
  /** Where it does not apply to an instance: why. */
  readonly exempt?: (component: Component) => Texts | undefined;
}

export function toFlagCheck(row: FlagRow): Check {
  const { id, title, severity, component } = row;
  return {
    id,
    title,
    severity,
    decide: view => decideEach(view, component, instance => decideFlags(row, instance, view)),
  };
}

function decideFlags(row: FlagRow, component: Component, view: ClusterView): CheckFinding {
  const { subject } = component;
  const exemption = row.exempt?.(component);
  if (exemption !== undefined) return { subject, state: 'not-applicable', message: exemption, evidence: [] };
  const read = Object.entries(row.wants).map(([flag, wanted]) => ({ flag, wanted, setting: readSetting(component, flag) }));
  const evidence = read.map(({ flag, setting }) =>
    setting === undefined ? { source: component.origin, path: `--${flag}`, value: null } : { ...setting },
  );
  const wrong = read.filter(({ wanted, setting }) => !wanted.holds(setting?.value));
  if (wrong.length === 0) return { subject, state: 'pass', message: describe(component, read), evidence };
  const blind = wrong.find(({ setting }) => setting === undefined);
  const reason = blind === undefined ? undefined : findBlindness(component, blind.flag);
  if (reason !== undefined) {
    const message = {
      en: `--${blind?.flag} of ${component.name} is not known: ${reason}`,
      ja: `${component.name} の --${blind?.flag} は不明です: ${reason}`,
    };
    return { subject, state: 'not-evaluated', message, evidence };
  }
  const distribution = view.findDistribution(component);
  const remediation = describeFlagFix(distribution, component.name, row.fix);
  return { subject, state: 'fail', message: describe(component, wrong), evidence, remediation };
}

interface Read {
  readonly flag: string;
  readonly wanted: Test;
  readonly setting: { readonly value: string; readonly path: string } | undefined;
}

function describe(component: Component, read: readonly Read[]): Texts {
  const en = read.map(
    ({ flag, wanted, setting }) => `${setting?.path ?? `--${flag}`} is ${setting?.value ?? 'not set'} (wanted: ${wanted.wanted.en})`,
  );
  const ja = read.map(
    ({ flag, wanted, setting }) => `${setting?.path ?? `--${flag}`} は ${setting?.value ?? '未設定'} (期待: ${wanted.wanted.ja})`,
  );
  return { en: `${component.name}: ${en.join('; ')}`, ja: `${component.name}: ${ja.join('、')}` };
}
