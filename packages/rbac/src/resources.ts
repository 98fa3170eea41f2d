/** A resource that Kubernetes itself serves. */
export interface BuiltInResource {
  readonly group: string;
  readonly resource: string;
  readonly namespaced: boolean;
}

/** Resources by group; before the bar those of a namespace, behind it those of the cluster. https://kubernetes.io/docs/reference/kubernetes-api/ */
const GROUPS: Readonly<Record<string, string>> = {
  '': 'bindings configmaps endpoints events limitranges persistentvolumeclaims pods podtemplates replicationcontrollers resourcequotas secrets serviceaccounts services | componentstatuses groups namespaces nodes persistentvolumes users',
  'admissionregistration.k8s.io':
    '| mutatingadmissionpolicies mutatingadmissionpolicybindings mutatingwebhookconfigurations validatingadmissionpolicies validatingadmissionpolicybindings validatingwebhookconfigurations',
  'apiextensions.k8s.io': '| customresourcedefinitions',
  'apiregistration.k8s.io': '| apiservices',
  apps: 'controllerrevisions daemonsets deployments replicasets statefulsets |',
  'authentication.k8s.io': '| selfsubjectreviews tokenreviews uids userextras',
  'authorization.k8s.io': 'localsubjectaccessreviews | selfsubjectaccessreviews selfsubjectrulesreviews subjectaccessreviews',
  autoscaling: 'horizontalpodautoscalers |',
  batch: 'cronjobs jobs |',
  'certificates.k8s.io': '| certificatesigningrequests clustertrustbundles signers',
  'coordination.k8s.io': 'leases |',
  'discovery.k8s.io': 'endpointslices |',
  'flowcontrol.apiserver.k8s.io': '| flowschemas prioritylevelconfigurations',
  'networking.k8s.io': 'ingresses networkpolicies | ingressclasses ipaddresses servicecidrs',
  'node.k8s.io': '| runtimeclasses',
  policy: 'poddisruptionbudgets |',
  'rbac.authorization.k8s.io': 'rolebindings roles | clusterrolebindings clusterroles',
  'resource.k8s.io': 'resourceclaims resourceclaimtemplates | deviceclasses resourceslices',
  'scheduling.k8s.io': '| priorityclasses',
  'storage.k8s.io': 'csistoragecapacities | csidrivers csinodes storageclasses volumeattachments volumeattributesclasses',
};

const BY_NAME: ReadonlyMap<string, readonly BuiltInResource[]> = Map.groupBy(
  Object.entries(GROUPS).flatMap(([group, row]) => listRow(group, row)),
  ({ resource }) => resource,
);

function listRow(group: string, row: string): readonly BuiltInResource[] {
  const [own = '', cluster = ''] = row.split('|');
  const list = (part: string, namespaced: boolean) =>
    part
      .split(' ')
      .filter(resource => resource !== '')
      .map(resource => ({ group, resource, namespaced }));
  return [...list(own, true), ...list(cluster, false)];
}

/** Plurals of the resources that Kubernetes itself serves. */
export function listBuiltInResources(): readonly string[] {
  return [...BY_NAME.keys()];
}

/** A resource of Kubernetes by its plural, in a group or, when that is undefined, in the only one that has it. */
export function findBuiltInResource(resource: string, group?: string): BuiltInResource | undefined {
  return BY_NAME.get(resource)?.find(found => group === undefined || found.group === group);
}
