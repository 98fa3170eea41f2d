/** What the names of a cgroup say of the container that runs in it. */
export interface CgroupOwner {
  /** 64 hexadecimal digits. */
  readonly containerId: string;
  readonly podUid: string | undefined;
}

/** As runtimes name them: the id alone, or cri-containerd-ID.scope, crio-ID.scope, docker-ID.scope. */
const CONTAINER = /(?:^|-)([0-9a-f]{64})(?:\.scope)?$/;
/** podUID, or kubepods-burstable-podUID.slice, where the dashes of the uid are underscores. Pods of files have a hash instead. */
const POD = /(?:^|-)pod([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}|[0-9a-f]{32})(?:\.slice)?$/;

/** Of the path of a cgroup; undefined where no container runs. A container may have cgroups of its own below. */
export function parseCgroup(path: string): CgroupOwner | undefined {
  const names = path.split('/');
  const containerId = names.map(name => CONTAINER.exec(name)?.[1]).findLast(id => id !== undefined);
  if (containerId === undefined) return undefined;
  const podUid = names.map(name => POD.exec(name)?.[1]).find(uid => uid !== undefined);
  return { containerId, podUid: podUid?.replaceAll('_', '-') };
}
