import { defineFacts } from '../fact.ts';
import type { Container } from '../model/pod.ts';
import { readPath, toInteger, toRecord, toTexts } from '../raw.ts';

/** `cap_net_raw`, `CAP_NET_RAW` and `NET_RAW` are one capability. */
function normaliseCapability(name: string): string {
  const upper = name.toUpperCase();
  return upper.startsWith('CAP_') ? upper.slice(4) : upper;
}

function listCapabilities(container: Container, list: 'add' | 'drop'): readonly string[] {
  return toTexts(readPath(container.securityContext, 'capabilities', list));
}

/** Whether the kubelet lets a process of the container gain privileges, whatever the field says. */
function allowsEscalation(container: Container): boolean {
  const added = listCapabilities(container, 'add').map(normaliseCapability);
  return (
    container.securityContext['allowPrivilegeEscalation'] !== false ||
    container.securityContext['privileged'] === true ||
    added.includes('SYS_ADMIN')
  );
}

export const facts = defineFacts<Container>('Container', {
  'security.privileged': {
    type: 'bool',
    doc: 'Runs with all rights of the node',
    source: 'securityContext.privileged, default false',
    native: 'container.?securityContext.?privileged.orValue(false)',
    get: c => c.securityContext['privileged'] === true,
  },
  'security.allowPrivilegeEscalation': {
    type: 'bool',
    doc: 'Effective: true unless denied; always true for privileged containers and with SYS_ADMIN',
    source: 'securityContext.allowPrivilegeEscalation, default true',
    native:
      "container.?securityContext.?allowPrivilegeEscalation.orValue(true) || container.?securityContext.?privileged.orValue(false) || container.?securityContext.?capabilities.?add.orValue([]).exists(c, c.upperAscii() in ['SYS_ADMIN', 'CAP_SYS_ADMIN'])",
    get: allowsEscalation,
  },
  'security.capabilitiesAdded': {
    type: 'list(string)',
    doc: 'Capabilities added, in upper case without CAP_',
    source: 'securityContext.capabilities.add',
    native:
      "container.?securityContext.?capabilities.?add.orValue([]).map(c, c.upperAscii()).map(c, c.startsWith('CAP_') ? c.substring(4) : c)",
    get: c => listCapabilities(c, 'add').map(normaliseCapability),
  },
  'security.capabilitiesDropped': {
    type: 'list(string)',
    doc: 'Capabilities dropped, in upper case without CAP_',
    source: 'securityContext.capabilities.drop',
    native:
      "container.?securityContext.?capabilities.?drop.orValue([]).map(c, c.upperAscii()).map(c, c.startsWith('CAP_') ? c.substring(4) : c)",
    get: c => listCapabilities(c, 'drop').map(normaliseCapability),
  },
  'security.capabilitiesAddedAsWritten': {
    type: 'list(string)',
    doc: 'Capabilities added, exactly as written (Pod Security compares them so)',
    source: 'securityContext.capabilities.add',
    native: 'container.?securityContext.?capabilities.?add.orValue([])',
    get: c => listCapabilities(c, 'add'),
  },
  'security.capabilitiesDroppedAsWritten': {
    type: 'list(string)',
    doc: 'Capabilities dropped, exactly as written (Pod Security compares them so)',
    source: 'securityContext.capabilities.drop',
    native: 'container.?securityContext.?capabilities.?drop.orValue([])',
    get: c => listCapabilities(c, 'drop'),
  },
  'security.readOnlyRootFilesystem': {
    type: 'bool',
    doc: 'Root filesystem is mounted read-only',
    source: 'securityContext.readOnlyRootFilesystem, default false',
    native: 'container.?securityContext.?readOnlyRootFilesystem.orValue(false)',
    get: c => c.securityContext['readOnlyRootFilesystem'] === true,
  },
  'security.runAsNonRoot': {
    type: 'bool',
    doc: 'Effective: the kubelet refuses to start it as root',
    source: 'securityContext.runAsNonRoot of the container, else of the pod, default false',
    native: 'container.?securityContext.?runAsNonRoot.or(pod.?spec.?securityContext.?runAsNonRoot).orValue(false)',
    get: c => c.readEffective('runAsNonRoot') === true,
  },
  'security.runAsUser': {
    type: 'int',
    doc: 'Effective user id; not set when the image decides',
    source: 'securityContext.runAsUser of the container, else of the pod',
    native: 'container.?securityContext.?runAsUser.or(pod.?spec.?securityContext.?runAsUser)',
    get: c => toInteger(c.readEffective('runAsUser')),
  },
  'security.runAsGroup': {
    type: 'int',
    doc: 'Effective primary group id; not set when the image decides',
    source: 'securityContext.runAsGroup of the container, else of the pod',
    native: 'container.?securityContext.?runAsGroup.or(pod.?spec.?securityContext.?runAsGroup)',
    get: c => toInteger(c.readEffective('runAsGroup')),
  },
  'security.seccompProfile': {
    type: 'dyn',
    doc: 'Effective seccomp profile as a whole; an empty map when none is set',
    source: 'securityContext.seccompProfile of the container, else of the pod',
    native: 'container.?securityContext.?seccompProfile.or(pod.?spec.?securityContext.?seccompProfile).orValue({})',
    get: c => toRecord(c.readEffective('seccompProfile')),
  },
  'security.appArmorProfile': {
    type: 'dyn',
    doc: 'Effective AppArmor profile field as a whole; an empty map when none is set',
    source: 'securityContext.appArmorProfile of the container, else of the pod',
    native: 'container.?securityContext.?appArmorProfile.or(pod.?spec.?securityContext.?appArmorProfile).orValue({})',
    get: c => toRecord(c.readEffective('appArmorProfile')),
  },
  'security.seLinuxOptions': {
    type: 'dyn',
    doc: 'Effective SELinux options as a whole; an empty map when none is set',
    source: 'securityContext.seLinuxOptions of the container, else of the pod',
    native: 'container.?securityContext.?seLinuxOptions.or(pod.?spec.?securityContext.?seLinuxOptions).orValue({})',
    get: c => toRecord(c.readEffective('seLinuxOptions')),
  },
  'security.windowsOptions': {
    type: 'dyn',
    doc: 'Effective Windows options, merged field by field',
    source: 'securityContext.windowsOptions of the pod, overridden by the container',
    native:
      "{?'gmsaCredentialSpec': container.?securityContext.?windowsOptions.?gmsaCredentialSpec.or(pod.?spec.?securityContext.?windowsOptions.?gmsaCredentialSpec), ?'gmsaCredentialSpecName': container.?securityContext.?windowsOptions.?gmsaCredentialSpecName.or(pod.?spec.?securityContext.?windowsOptions.?gmsaCredentialSpecName), ?'hostProcess': container.?securityContext.?windowsOptions.?hostProcess.or(pod.?spec.?securityContext.?windowsOptions.?hostProcess), ?'runAsUserName': container.?securityContext.?windowsOptions.?runAsUserName.or(pod.?spec.?securityContext.?windowsOptions.?runAsUserName)}",
    get: c => ({ ...toRecord(c.pod.securityContext['windowsOptions']), ...toRecord(c.securityContext['windowsOptions']) }),
  },
});
