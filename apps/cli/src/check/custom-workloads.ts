import { type CustomWorkload, findPodKind, type Inventory, listWithoutTemplate } from '@breakwater/inventory';
import { formatPath, ManifestError, parsePath } from '@breakwater/manifest';
import type { Problem, WorkloadKind } from '@breakwater/model';
import { PROJECT_FILE } from './read-exceptions.ts';
import { readProject } from './read-project.ts';

const DEFAULT_TEMPLATE = 'spec.template';

/** Custom kinds that make pods, as the project file of a folder names them, the current one if none is named. Throws UsageError with line and column. */
export async function readCustomWorkloads(folder = ''): Promise<readonly CustomWorkload[]> {
  const documents = await readProject(folder);
  return documents.flatMap(({ project, refuse }) =>
    (project.workloads ?? []).map((kind, index) => {
      try {
        return toCustomWorkload(kind);
      } catch (cause) {
        if (cause instanceof ManifestError || cause instanceof RangeError) return refuse(['workloads', index], cause.message);
        throw cause;
      }
    }),
  );
}

/** Throws ManifestError for a path that is none, RangeError for a kind that is known. */
function toCustomWorkload({ apiVersion, kind, template = DEFAULT_TEMPLATE }: WorkloadKind): CustomWorkload {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const known = findPodKind(group, kind);
  if (known !== undefined)
    throw new RangeError(`the pods of ${apiVersion} ${kind} are known to be at ${formatPath(known.template) || 'the object itself'}`);
  return { apiVersion, group, kind, template: parsePath(template) };
}

/** Objects of such kinds that hold no pods where they should: nothing could look inside them. */
export function describeMissingTemplates(inventory: Inventory): readonly Problem[] {
  return listWithoutTemplate(inventory).map(({ object, template }) => {
    const location = object.source.locate?.([]);
    return {
      code: 'workload-template-missing',
      message: `${object.kind} '${object.name}' has no pod template at ${formatPath(template)}; correct the path of ${object.apiVersion} ${object.kind} among the workloads of ${PROJECT_FILE}`,
      source: location?.file ?? `${object.kind} ${object.name}`,
      ...(location === undefined ? {} : { location }),
    };
  });
}
