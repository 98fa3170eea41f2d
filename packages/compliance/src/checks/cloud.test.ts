import { describe, expect, it } from 'vitest';
import { ClusterView } from '../cluster-view.ts';
import { readCloudFacts } from '../evidence/cloud.ts';
import type { Yaml } from '../evidence/yaml.ts';
import { checks } from './cloud.ts';

const EKS = {
  cluster: {
    name: 'shop',
    arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
    version: '1.34',
    resourcesVpcConfig: {
      subnetIds: ['subnet-1'],
      endpointPublicAccess: true,
      endpointPrivateAccess: true,
      publicAccessCidrs: ['192.0.2.0/24'],
    },
    logging: {
      clusterLogging: [
        { types: ['api', 'audit'], enabled: true },
        { types: ['scheduler'], enabled: false },
      ],
    },
    identity: { oidc: { issuer: 'https://oidc.example/id/A' } },
    encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/a' } }],
    accessConfig: { authenticationMode: 'API' },
  },
};

const POOL = {
  name: 'default',
  config: {
    imageType: 'COS_CONTAINERD',
    serviceAccount: 'nodes@p.iam.gserviceaccount.com',
    workloadMetadataConfig: { mode: 'GKE_METADATA' },
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    bootDiskKmsKey: 'projects/p/locations/l/keyRings/r/cryptoKeys/k',
    sandboxConfig: { type: 'GVISOR' },
  },
  management: { autoRepair: true, autoUpgrade: true },
};

const GKE = {
  name: 'shop',
  selfLink: 'https://container.googleapis.com/v1/projects/p/zones/z/clusters/shop',
  loggingService: 'logging.googleapis.com/kubernetes',
  workloadIdentityConfig: { workloadPool: 'p.svc.id.goog' },
  databaseEncryption: { state: 'ENCRYPTED', keyName: 'k' },
  masterAuthorizedNetworksConfig: { enabled: true, cidrBlocks: [{ cidrBlock: '192.0.2.0/24' }] },
  privateClusterConfig: { enablePrivateEndpoint: true, enablePrivateNodes: true },
  networkConfig: { datapathProvider: 'ADVANCED_DATAPATH', enableIntraNodeVisibility: true },
  authenticatorGroupsConfig: { enabled: true },
  releaseChannel: { channel: 'REGULAR' },
  shieldedNodes: { enabled: true },
  ipAllocationPolicy: { useIpAliases: true },
  masterAuth: { clusterCaCertificate: 'x' },
  legacyAbac: {},
  securityPostureConfig: { mode: 'BASIC' },
  nodePools: [POOL],
};

const AKS = {
  id: '/subscriptions/s/resourcegroups/g/providers/Microsoft.ContainerService/managedClusters/shop',
  name: 'shop',
  apiServerAccessProfile: { enablePrivateCluster: true, enablePrivateClusterPublicFQDN: false },
  securityProfile: { workloadIdentity: { enabled: true }, azureKeyVaultKms: { enabled: true } },
  oidcIssuerProfile: { enabled: true },
  networkProfile: { networkPolicy: 'cilium' },
  aadProfile: { enableAzureRbac: true },
  disableLocalAccounts: true,
  agentPoolProfiles: [{ name: 'a', enableNodePublicIp: false }],
};

function judge(document: Yaml): Readonly<Record<string, string>> {
  const cloud = readCloudFacts(document, 'cluster.json');
  const view = new ClusterView({ objects: [], facts: [], cloud });
  return Object.fromEntries(
    checks.map(check => [
      check.id.replace('cloud-', ''),
      check
        .decide(view)
        .map(({ state }) => state)
        .join(' '),
    ]),
  );
}

const list = (states: Readonly<Record<string, string>>, wanted: string): readonly string[] =>
  Object.entries(states).flatMap(([id, state]) => (state === wanted ? [id] : []));

describe('a sound cluster', () => {
  it.each<[string, Yaml, readonly string[], number]>([
    ['EKS', EKS, ['workload-identity-off', 'nodes-public'], 5],
    ['GKE', GKE, ['flow-log-off'], 24],
    ['AKS', AKS, ['audit-log-off'], 8],
  ])('of %s fails nothing, and leaves to a person what its description does not say', (_, document, reviews, passes) => {
    const states = judge(document);
    expect([
      list(states, 'fail').filter(id => id !== 'endpoint-public'),
      list(states, 'review'),
      list(states, 'pass').length,
    ]).toStrictEqual([[], reviews, passes]);
  });
});

it.each<[string, Yaml]>([
  ['audit-log-off', { ...EKS.cluster, logging: { clusterLogging: [{ types: ['audit'], enabled: false }] } }],
  ['access-entries-off', { ...EKS.cluster, accessConfig: { authenticationMode: 'CONFIG_MAP' } }],
  ['secret-encryption-off', { ...EKS.cluster, encryptionConfig: [] }],
  ['endpoint-open', { ...EKS.cluster, resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] } }],
  ['endpoint-public', EKS],
  ['audit-log-off', { ...GKE, loggingService: 'none' }],
  ['workload-identity-off', { ...GKE, workloadIdentityConfig: {} }],
  ['endpoint-open', { ...GKE, masterAuthorizedNetworksConfig: { enabled: true, cidrBlocks: [{ cidrBlock: '0.0.0.0/0' }] } }],
  ['network-policy-off', { ...GKE, networkConfig: {} }],
  ['people-login-local', { ...GKE, authenticatorGroupsConfig: {} }],
  ['legacy-authorization-on', { ...GKE, legacyAbac: { enabled: true } }],
  ['client-certificate-on', { ...GKE, masterAuth: { clientCertificate: 'LS0t' } }],
  ['alpha-cluster', { ...GKE, enableKubernetesAlpha: true }],
  ['node-account-default', { ...GKE, nodePools: [POOL, { ...POOL, config: { ...POOL.config, serviceAccount: 'default' } }] }],
  ['metadata-exposed', { ...GKE, nodePools: [{ ...POOL, config: {} }] }],
  ['sandbox-off', { ...GKE, nodePools: [{ ...POOL, config: {} }] }],
  ['secure-boot-off', { ...GKE, nodePools: [{ ...POOL, config: {} }] }],
  ['node-upgrade-off', { ...GKE, nodePools: [{ ...POOL, management: { autoRepair: true } }] }],
  ['nodes-public', { ...AKS, agentPoolProfiles: [{ enableNodePublicIP: true }] }],
  ['people-login-local', { ...AKS, disableLocalAccounts: false }],
  ['authorization-local', { ...AKS, aadProfile: { enableAzureRBAC: false } }],
  ['endpoint-open', { ...AKS, apiServerAccessProfile: {} }],
])('%s fails where it is so', (id, document) => {
  expect(judge(document)[id]).toBe('fail');
});

describe('what describes a cluster', () => {
  it.each<[string, Yaml, string | undefined]>([
    ['a command line', EKS, 'eks'],
    ['an SDK', { Cluster: { Arn: EKS.cluster.arn, AccessConfig: { AuthenticationMode: 'API' } } }, 'eks'],
    ['Kubescape', { apiVersion: 'container.googleapis.com/v1', kind: 'ClusterDescribe', data: { ...GKE, selfLink: '' } }, 'gke'],
    ['an API with properties', { id: AKS.id, properties: { DisableLocalAccounts: true } }, 'aks'],
    ['nobody', { name: 'x' }, undefined],
    ['another provider', { apiVersion: 'example.com/v1', kind: 'ClusterDescribe', data: {} }, undefined],
  ])('by %s is read', (_, document, provider) => {
    expect(readCloudFacts(document, 'a.json')?.provider).toBe(provider);
  });

  it('is read alike with capitals and without', () => {
    const capital = {
      Cluster: { Arn: EKS.cluster.arn, EncryptionConfig: [{ Resources: ['secrets'] }], AccessConfig: { AuthenticationMode: 'API' } },
    };
    expect([judge(capital)['secret-encryption-off'], judge(capital)['access-entries-off']]).toStrictEqual(['pass', 'pass']);
  });

  it('decides nothing where it is not given', () => {
    const view = new ClusterView({ objects: [], facts: [] });
    expect(new Set(checks.flatMap(check => check.decide(view)).map(({ state }) => state))).toStrictEqual(new Set(['not-evaluated']));
  });
});
