import type { Severity } from '@breakwater/model';
import { type Check, type CheckFinding, CLUSTER, type Texts } from '../check/check.ts';
import type { ClusterView } from '../cluster-view.ts';
import type { CloudProvider } from '../evidence/cloud.ts';
import { readAt, toMaps, toTexts, type Yaml } from '../evidence/yaml.ts';

/** What a provider says of a setting. */
interface Setting {
  readonly path: string;
  readonly value: unknown;
  /** Whether it is as it should be; undefined where a person has to say. */
  readonly holds: boolean | undefined;
}

type Read = (cluster: Yaml) => Setting;

interface Row {
  readonly id: string;
  readonly severity: Severity;
  readonly title: Texts;
  readonly reads: Readonly<Partial<Record<CloudProvider, Read>>>;
  readonly fix: Readonly<Partial<Record<CloudProvider, string>>>;
}

const ANYWHERE = ['0.0.0.0/0', '::/0'];

/** A single setting by its path. */
function at(path: string, holds: (value: unknown) => boolean | undefined): Read {
  return cluster => {
    const value = readAt(cluster, path.split('.'));
    return { path, value, holds: holds(value) };
  };
}

const isTrue = (value: unknown): boolean => value === true;
const isNotTrue = (value: unknown): boolean => value !== true;
const isSet = (value: unknown): boolean => value !== undefined && value !== '';

/** The same of every group of nodes; a cluster without any shows nothing of them. */
function ofPools(list: string, path: string, holds: (value: unknown) => boolean): Read {
  return cluster => {
    const values = toMaps(cluster[list]).map(pool => readAt(pool, path.split('.')));
    return {
      path: `${list}[].${path}`,
      value: values.map(value => value ?? null),
      holds: values.length === 0 ? undefined : values.every(holds),
    };
  };
}

const readEksLogs: Read = cluster => {
  const kinds = toMaps(readAt(cluster, ['logging', 'clusterLogging']))
    .filter(({ enabled }) => enabled === true)
    .flatMap(({ types }) => toTexts(types));
  return { path: 'logging.clusterLogging', value: kinds, holds: kinds.includes('audit') };
};

const readEksNetworks: Read = cluster => {
  const config = readAt(cluster, ['resourcesVpcConfig']);
  const networks = toTexts(readAt(config, ['publicAccessCidrs']));
  const isPublic = readAt(config, ['endpointPublicAccess']) !== false;
  const isOpen = isPublic && (networks.length === 0 || networks.some(network => ANYWHERE.includes(network)));
  return { path: 'resourcesVpcConfig.publicAccessCidrs', value: isPublic ? networks : 'no public endpoint', holds: !isOpen };
};

const readEksEndpoint: Read = cluster => {
  const config = readAt(cluster, ['resourcesVpcConfig']);
  const [isPublic, isPrivate] = [readAt(config, ['endpointPublicAccess']), readAt(config, ['endpointPrivateAccess'])];
  return {
    path: 'resourcesVpcConfig',
    value: `public ${String(isPublic)}, private ${String(isPrivate)}`,
    holds: isPublic === false && isPrivate === true,
  };
};

const readEksEncryption: Read = cluster => {
  const resources = toMaps(cluster['encryptionConfig']).flatMap(entry => toTexts(entry['resources']));
  return { path: 'encryptionConfig', value: resources, holds: resources.includes('secrets') };
};

const readGkeNetworks: Read = cluster => {
  const config = readAt(cluster, ['masterAuthorizedNetworksConfig']);
  const networks = toMaps(readAt(config, ['cidrBlocks'])).map(({ cidrBlock }) => String(cidrBlock));
  const holds = readAt(config, ['enabled']) === true && !networks.some(network => ANYWHERE.includes(network));
  return { path: 'masterAuthorizedNetworksConfig', value: networks, holds };
};

const readGkePolicies: Read = cluster => {
  const [own, path] = [readAt(cluster, ['networkPolicy', 'enabled']), readAt(cluster, ['networkConfig', 'datapathProvider'])];
  return {
    path: 'networkPolicy.enabled',
    value: `${String(own ?? false)}, ${String(path ?? 'no datapath provider')}`,
    holds: own === true || path === 'ADVANCED_DATAPATH',
  };
};

const readAksNetworks: Read = cluster => {
  const profile = readAt(cluster, ['apiServerAccessProfile']);
  const networks = toTexts(readAt(profile, ['authorizedIpRanges']));
  const isPrivate = readAt(profile, ['enablePrivateCluster']) === true;
  return {
    path: 'apiServerAccessProfile',
    value: isPrivate ? 'private' : networks,
    holds: isPrivate || (networks.length > 0 && !networks.some(one => ANYWHERE.includes(one))),
  };
};

const readAksEndpoint: Read = cluster => {
  const profile = readAt(cluster, ['apiServerAccessProfile']);
  const [isPrivate, hasName] = [readAt(profile, ['enablePrivateCluster']), readAt(profile, ['enablePrivateClusterPublicFqdn'])];
  return {
    path: 'apiServerAccessProfile',
    value: `private ${String(isPrivate ?? false)}, public name ${String(hasName ?? false)}`,
    holds: isPrivate === true && hasName !== true,
  };
};

const readAksLogin: Read = cluster => {
  const hasDirectory = readAt(cluster, ['aadProfile']) !== undefined;
  const isLocal = cluster['disableLocalAccounts'] !== true;
  return { path: 'aadProfile', value: `directory ${hasDirectory}, local accounts ${isLocal}`, holds: hasDirectory && !isLocal };
};

const readAksIdentity: Read = cluster => {
  const [identity, issuer] = [
    readAt(cluster, ['securityProfile', 'workloadIdentity', 'enabled']),
    readAt(cluster, ['oidcIssuerProfile', 'enabled']),
  ];
  return {
    path: 'securityProfile.workloadIdentity.enabled',
    value: `${String(identity ?? false)}, issuer ${String(issuer ?? false)}`,
    holds: identity === true && issuer === true,
  };
};

const ROWS: readonly Row[] = [
  {
    id: 'cloud-audit-log-off',
    severity: 'medium',
    title: { en: 'Provider: audit logs are off', ja: 'プロバイダー: 監査ログが無効' },
    reads: {
      eks: readEksLogs,
      gke: at('loggingService', value => isSet(value) && value !== 'none'),
      // Diagnostic settings are no part of what describes a cluster.
      aks: at('addonProfiles.omsagent.enabled', () => undefined),
    },
    fix: {
      eks: `aws eks update-cluster-config --name NAME --logging '{"clusterLogging":[{"types":["audit"],"enabled":true}]}'`,
      gke: 'gcloud container clusters update NAME --logging=SYSTEM,WORKLOAD,API_SERVER',
    },
  },
  {
    id: 'cloud-access-entries-off',
    severity: 'low',
    title: { en: 'Provider: access by the old ConfigMap', ja: 'プロバイダー: 旧 ConfigMap によるアクセス管理' },
    reads: {
      eks: at('accessConfig.authenticationMode', value => (value === 'API' ? true : value === 'API_AND_CONFIG_MAP' ? undefined : false)),
    },
    fix: { eks: 'aws eks update-cluster-config --name NAME --access-config authenticationMode=API' },
  },
  {
    id: 'cloud-workload-identity-off',
    severity: 'medium',
    title: { en: 'Provider: pods have no cloud identity of their own', ja: 'プロバイダー: Pod 専用のクラウド ID が無効' },
    reads: {
      // Every cluster has an issuer; whether accounts use it shows in their annotations.
      eks: at('identity.oidc.issuer', value => (isSet(value) ? undefined : false)),
      gke: at('workloadIdentityConfig.workloadPool', isSet),
      aks: readAksIdentity,
    },
    fix: {
      gke: 'gcloud container clusters update NAME --workload-pool=PROJECT.svc.id.goog',
      aks: 'az aks update --name NAME --resource-group GROUP --enable-oidc-issuer --enable-workload-identity',
    },
  },
  {
    id: 'cloud-secret-encryption-off',
    severity: 'medium',
    title: { en: 'Provider: Secrets have no key of the customer', ja: 'プロバイダー: Secret が顧客管理鍵で暗号化されていない' },
    reads: {
      eks: readEksEncryption,
      gke: at('databaseEncryption.state', value => value === 'ENCRYPTED'),
      aks: at('securityProfile.azureKeyVaultKms.enabled', isTrue),
    },
    fix: {
      eks: `aws eks associate-encryption-config --cluster-name NAME --encryption-config '[{"resources":["secrets"],"provider":{"keyArn":"KEY"}}]'`,
      gke: 'gcloud container clusters update NAME --database-encryption-key=KEY',
      aks: 'az aks update --name NAME --resource-group GROUP --enable-azure-keyvault-kms --azure-keyvault-kms-key-id KEY',
    },
  },
  {
    id: 'cloud-endpoint-open',
    severity: 'high',
    title: { en: 'Provider: the API server is open to every network', ja: 'プロバイダー: API サーバーの接続元が制限されていない' },
    reads: { eks: readEksNetworks, gke: readGkeNetworks, aks: readAksNetworks },
    fix: {
      eks: 'aws eks update-cluster-config --name NAME --resources-vpc-config publicAccessCidrs=NETWORKS',
      gke: 'gcloud container clusters update NAME --enable-master-authorized-networks --master-authorized-networks=NETWORKS',
      aks: 'az aks update --name NAME --resource-group GROUP --api-server-authorized-ip-ranges NETWORKS',
    },
  },
  {
    id: 'cloud-endpoint-public',
    severity: 'medium',
    title: { en: 'Provider: the API server has a public endpoint', ja: 'プロバイダー: API サーバーに公開エンドポイントがある' },
    reads: { eks: readEksEndpoint, gke: at('privateClusterConfig.enablePrivateEndpoint', isTrue), aks: readAksEndpoint },
    fix: {
      eks: 'aws eks update-cluster-config --name NAME --resources-vpc-config endpointPublicAccess=false,endpointPrivateAccess=true',
      gke: 'gcloud container clusters update NAME --enable-private-endpoint',
      aks: 'az aks update --name NAME --resource-group GROUP --disable-public-fqdn',
    },
  },
  {
    id: 'cloud-nodes-public',
    severity: 'medium',
    title: { en: 'Provider: nodes have public addresses', ja: 'プロバイダー: ノードに公開アドレスがある' },
    reads: {
      eks: at('resourcesVpcConfig.subnetIds', () => undefined),
      gke: at('privateClusterConfig.enablePrivateNodes', isTrue),
      aks: ofPools('agentPoolProfiles', 'enableNodePublicIp', isNotTrue),
    },
    fix: { gke: 'make node pools with --enable-private-nodes', aks: 'make node pools without --enable-node-public-ip' },
  },
  {
    id: 'cloud-network-policy-off',
    severity: 'medium',
    title: { en: 'Provider: network policies are off', ja: 'プロバイダー: NetworkPolicy が無効' },
    reads: { gke: readGkePolicies, aks: at('networkProfile.networkPolicy', value => isSet(value) && value !== 'none') },
    fix: {
      gke: 'gcloud container clusters update NAME --enable-network-policy',
      aks: 'az aks update --name NAME --resource-group GROUP --network-policy cilium',
    },
  },
  {
    id: 'cloud-people-login-local',
    severity: 'medium',
    title: { en: 'Provider: people do not log in by the cloud', ja: 'プロバイダー: クラウドの ID で認証していない' },
    reads: { eks: at('accessConfig.authenticationMode', isSet), gke: at('authenticatorGroupsConfig.enabled', isTrue), aks: readAksLogin },
    fix: {
      gke: 'gcloud container clusters update NAME --security-group=gke-security-groups@DOMAIN',
      aks: 'az aks update --name NAME --resource-group GROUP --enable-aad --disable-local-accounts',
    },
  },
  {
    id: 'cloud-authorization-local',
    severity: 'low',
    title: { en: 'Provider: the cloud does not decide what people may', ja: 'プロバイダー: クラウドの RBAC を使用していない' },
    reads: { aks: at('aadProfile.enableAzureRbac', isTrue) },
    fix: { aks: 'az aks update --name NAME --resource-group GROUP --enable-azure-rbac' },
  },
  ...listGkeRows(),
];

/** What only GKE has: its nodes, and functions that are gone elsewhere. */
function listGkeRows(): readonly Row[] {
  const row = (id: string, severity: Severity, en: string, ja: string, read: Read, fix: string): Row => ({
    id,
    severity,
    title: { en: `Provider: ${en}`, ja: `プロバイダー: ${ja}` },
    reads: { gke: read },
    fix: { gke: fix },
  });
  const pool = (path: string, holds: (value: unknown) => boolean): Read => ofPools('nodePools', path, holds);
  const update = (flag: string): string => `gcloud container clusters update NAME ${flag}`;
  const pools = (flag: string): string => `make node pools with ${flag}`;
  return [
    row(
      'cloud-node-account-default',
      'medium',
      'nodes run as the default account',
      'ノードが既定のサービスアカウントを使用',
      pool('config.serviceAccount', value => isSet(value) && value !== 'default'),
      pools('--service-account=ACCOUNT'),
    ),
    row(
      'cloud-metadata-exposed',
      'medium',
      'pods see the metadata of nodes',
      'ノードのメタデータが Pod に公開',
      pool('config.workloadMetadataConfig.mode', value => value === 'GKE_METADATA'),
      pools('--workload-metadata=GKE_METADATA'),
    ),
    row(
      'cloud-node-image-general',
      'low',
      'nodes run a general system',
      'ノードに汎用 OS を使用',
      pool('config.imageType', value => String(value).startsWith('COS')),
      pools('--image-type=COS_CONTAINERD'),
    ),
    row(
      'cloud-node-repair-off',
      'low',
      'nodes are not repaired',
      'ノードの自動修復が無効',
      pool('management.autoRepair', isTrue),
      pools('--enable-autorepair'),
    ),
    row(
      'cloud-node-upgrade-off',
      'low',
      'nodes are not upgraded',
      'ノードの自動アップグレードが無効',
      pool('management.autoUpgrade', isTrue),
      pools('--enable-autoupgrade'),
    ),
    row(
      'cloud-release-channel-missing',
      'low',
      'no release channel',
      'リリースチャンネル未登録',
      at('releaseChannel.channel', value => isSet(value) && value !== 'UNSPECIFIED'),
      update('--release-channel=regular'),
    ),
    row(
      'cloud-shielded-nodes-off',
      'low',
      'nodes are not shielded',
      'シールドされたノードが無効',
      at('shieldedNodes.enabled', isTrue),
      update('--enable-shielded-nodes'),
    ),
    row(
      'cloud-integrity-monitoring-off',
      'low',
      'integrity of nodes is not watched',
      'ノードの整合性監視が無効',
      pool('config.shieldedInstanceConfig.enableIntegrityMonitoring', isTrue),
      pools('--shielded-integrity-monitoring'),
    ),
    row(
      'cloud-secure-boot-off',
      'low',
      'nodes do not boot securely',
      'ノードのセキュアブートが無効',
      pool('config.shieldedInstanceConfig.enableSecureBoot', isTrue),
      pools('--shielded-secure-boot'),
    ),
    // Flow logs themselves are a setting of the subnet.
    row(
      'cloud-flow-log-off',
      'low',
      'flows between pods are not seen',
      'ノード内通信の可視性が無効',
      at('networkConfig.enableIntraNodeVisibility', value => (value === true ? undefined : false)),
      update('--enable-intra-node-visibility'),
    ),
    row(
      'cloud-vpc-native-off',
      'low',
      'pods have no addresses of the network',
      'VPC ネイティブが無効',
      at('ipAllocationPolicy.useIpAliases', isTrue),
      'make the cluster with --enable-ip-alias',
    ),
    row(
      'cloud-client-certificate-on',
      'medium',
      'a client certificate was issued',
      'クライアント証明書が発行されている',
      at('masterAuth.clientCertificate', value => !isSet(value)),
      'make the cluster with --no-issue-client-certificate',
    ),
    row(
      'cloud-legacy-authorization-on',
      'high',
      'attribute based authorization is on',
      '属性ベースの認可が有効',
      at('legacyAbac.enabled', isNotTrue),
      update('--no-enable-legacy-authorization'),
    ),
    row(
      'cloud-node-disk-key-missing',
      'low',
      'disks of nodes have no key of the customer',
      'ノードのディスクが顧客管理鍵で暗号化されていない',
      pool('config.bootDiskKmsKey', isSet),
      pools('--boot-disk-kms-key=KEY'),
    ),
    row(
      'cloud-alpha-cluster',
      'high',
      'an alpha cluster',
      'アルファ版クラスター',
      at('enableKubernetesAlpha', isNotTrue),
      'make another cluster without --enable-kubernetes-alpha',
    ),
    row(
      'cloud-sandbox-off',
      'low',
      'no pool of nodes has a sandbox',
      'サンドボックスのノードプールがない',
      cluster => {
        const kinds = toMaps(cluster['nodePools']).map(one => readAt(one, ['config', 'sandboxConfig', 'type']) ?? null);
        return { path: 'nodePools[].config.sandboxConfig.type', value: kinds, holds: kinds.some(kind => kind !== null) };
      },
      pools('--sandbox=type=gvisor'),
    ),
    row(
      'cloud-posture-off',
      'low',
      'security posture is not watched',
      'セキュリティ態勢の監視が無効',
      at('securityPostureConfig.mode', value => isSet(value) && value !== 'DISABLED'),
      update('--security-posture=standard'),
    ),
  ];
}

function decide({ reads, fix, title }: Row, view: ClusterView): CheckFinding {
  const { cloud } = view;
  if (cloud === undefined) {
    const message = {
      en: 'the settings of the provider were not given: --cloud takes what aws eks describe-cluster, gcloud container clusters describe or az aks show print as JSON',
      ja: 'プロバイダーの設定が与えられていません。aws eks describe-cluster、gcloud container clusters describe、az aks show の JSON 出力を --cloud で指定してください',
    };
    return { subject: CLUSTER, state: 'not-evaluated', message, evidence: [] };
  }
  const read = reads[cloud.provider];
  if (read === undefined) {
    const message = { en: `${cloud.provider} has no such setting`, ja: `${cloud.provider} にこの設定はありません` };
    return { subject: CLUSTER, state: 'not-applicable', message, evidence: [] };
  }
  const { path, value, holds } = read(cloud.cluster);
  const shown = value === undefined ? 'not set' : JSON.stringify(value).slice(0, 200);
  const evidence = [{ source: cloud.source, path: `.${path}`, value: value ?? null }];
  const message = { en: `.${path} is ${shown}`, ja: `.${path} は ${value === undefined ? '未設定' : shown} です` };
  if (holds === undefined) {
    return {
      subject: CLUSTER,
      state: 'review',
      message: { en: `${message.en}; what describes the cluster does not say it all`, ja: `${message.ja}。この情報だけでは判断できません` },
      evidence,
    };
  }
  if (holds) return { subject: CLUSTER, state: 'pass', message, evidence };
  const command = fix[cloud.provider];
  const said = {
    subject: CLUSTER,
    state: 'fail',
    evidence,
    message: { en: `${title.en.replace('Provider: ', '')}: ${message.en}`, ja: `${title.ja.replace('プロバイダー: ', '')}: ${message.ja}` },
  } as const;
  return command === undefined ? said : { ...said, remediation: { en: command, ja: command } };
}

export const checks: readonly Check[] = ROWS.map(row => ({
  id: row.id,
  severity: row.severity,
  title: row.title,
  decide: view => [decide(row, view)],
}));
