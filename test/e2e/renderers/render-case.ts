/** A chart or a kustomization of the end-to-end test, and what breakwater says about it. */
export interface RenderCase {
  readonly name: string;
  /** Files by path; the folder that is judged is that of the case. */
  readonly files: Readonly<Record<string, string>>;
  /** Folders below the case that are judged; all of it when absent. */
  readonly paths?: readonly string[];
  readonly words?: readonly string[];
  /** Whether the tools are on PATH; they are unless it says otherwise. */
  readonly tools?: false;
  /** Folders that are packed as `NAME.tgz` beside them and removed, as `helm package` does. */
  readonly pack?: readonly string[];
  readonly code: number;
  /** `policy file:line`, then `values KEY` and `rendered`, in order. */
  readonly findings: readonly string[];
  /** `code source`, each with the place when there is one. */
  readonly problems?: readonly string[];
}

/** The policies that cases are judged by. */
export const POLICIES: readonly string[] = ['host-network', 'host-pid', 'image-tag-latest', 'privileged-container'];

/** Chart.yaml of a chart. */
export function describeChart(name: string, more = ''): string {
  return `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${more}`;
}

/** A pod with more lines in its spec, each indented by two. */
export function describePod(name: string, spec: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n${spec}  containers:\n    - name: app\n      image: app:1\n`;
}
