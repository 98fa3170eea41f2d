import { type ComplianceRecord, type Result, SEVERITIES, STATES } from '@breakwater/model';
import type { RenderOptions } from '../format.ts';
import type { Report } from '../result-list.ts';

/** A run as the findings of a check, for formats that know nothing of controls: a verdict that several controls share is one finding. */
export function toReport({ cluster, results, problems, summary }: ComplianceRecord): Report {
  const found = new Map<string, Result>();
  for (const control of results) {
    for (const item of control.items) {
      const { check, state, severity, message, subject, remediation, evidence, exception } = item;
      const key = JSON.stringify([check, subject, state, message]);
      const known = found.get(key);
      if (known !== undefined) {
        const ids = known.standards[control.framework] ?? [];
        known.standards[control.framework] = ids.includes(control.control) ? ids : [...ids, control.control];
        continue;
      }
      const { kind, name, namespace = '', container } = subject;
      found.set(key, {
        policy: check,
        state,
        severity,
        message,
        target: { cluster, apiVersion: 'v1', kind, namespace, name },
        ...(container === undefined ? {} : { container }),
        standards: { [control.framework]: [control.control] },
        remediation,
        evidence,
        ...(exception === undefined ? {} : { exception }),
      });
    }
  }
  const all = [...found.values()];
  const count = <T extends string>(names: readonly T[], of: (result: Result) => T | undefined): Record<T, number> => {
    const counts = Object.fromEntries(names.map(name => [name, 0])) as Record<T, number>;
    for (const result of all) {
      const name = of(result);
      if (name !== undefined) counts[name] += 1;
    }
    return counts;
  };
  return {
    schema: 'breakwater/check',
    version: '1',
    results: all,
    problems,
    summary: {
      files: 0,
      documents: 0,
      objects: summary.objects,
      workloads: 0,
      unknownKinds: {},
      policies: new Set(all.map(({ policy }) => policy)).size,
      states: count(STATES, ({ state }) => state),
      severities: count(SEVERITIES, ({ state, severity }) => (state === 'fail' ? severity : undefined)),
      problems: problems.length,
    },
  };
}

/** How formats of checks are called for a run: each check is explained by the controls that it decides. */
export function toRenderOptions({ results }: ComplianceRecord, language: 'en' | 'ja'): RenderOptions {
  const policies = new Map<string, { readonly title: string; readonly rationale: string; readonly categories: string[] }>();
  for (const { framework, control, title, items } of results) {
    for (const { check } of items) {
      const known = policies.get(check);
      const named = `${framework} ${control}`;
      if (known === undefined) policies.set(check, { title, rationale: title, categories: [named] });
      else if (!known.categories.includes(named)) known.categories.push(named);
    }
  }
  return { language, color: false, width: 100, verbose: true, policies };
}
