/** Lines as others write them, by the recording that reads them; values are made up. */
const AUDIT = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'RequestResponse',
  auditID: 'a1',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/shop/pods?fieldManager=x',
  verb: 'create',
  user: { username: 'ann', uid: 'u', groups: ['devs'], extra: { scopes: ['a'] } },
  impersonatedUser: { username: 'bob', groups: ['ops'] },
  sourceIPs: ['192.0.2.1'],
  userAgent: 'kubectl/v1.34',
  objectRef: { resource: 'pods', namespace: 'shop', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 201 },
  requestObject: {
    kind: 'Pod',
    metadata: { generateName: 'web-', annotations: { note: 'hunter2-in-note' }, managedFields: [{}] },
    spec: { containers: [{ name: 'a', image: 'nginx:1', env: [{ name: 'PASSWORD', value: 'hunter2' }], args: ['--token=hunter2', '-v'] }] },
  },
  responseObject: { metadata: { name: 'web-7', namespace: 'shop' } },
  requestReceivedTimestamp: '2026-12-01T00:00:00.000000Z',
  stageTimestamp: '2026-12-01T00:00:01.000000Z',
  annotations: { 'authorization.k8s.io/decision': 'allow' },
};

const SECRET = {
  ...AUDIT,
  auditID: 'a2',
  objectRef: { resource: 'secrets', namespace: 'shop', name: 'db', apiVersion: 'v1' },
  requestObject: { kind: 'Secret', data: { password: 'aHVudGVyMg==hunter2' }, stringData: { token: 'hunter2' } },
};

const GKE = {
  insertId: 'g1',
  timestamp: '2026-12-01T00:00:00Z',
  labels: { 'authorization.k8s.io/decision': 'allow' },
  protoPayload: {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    authenticationInfo: { principalEmail: 'ann@example.com' },
    authorizationInfo: [
      { granted: true, permission: 'io.k8s.core.v1.pods.exec.create', resource: 'core/v1/namespaces/shop/pods/web-1/exec' },
    ],
    methodName: 'io.k8s.core.v1.pods.exec.create',
    requestMetadata: { callerIp: '192.0.2.1', callerSuppliedUserAgent: 'kubectl' },
    resourceName: 'core/v1/namespaces/shop/pods/web-1/exec',
    status: { code: 7, message: 'forbidden' },
  },
};

const FALCO = {
  hostname: 'node-a',
  output: '09:12:33: Critical shell',
  priority: 'Critical',
  rule: 'Terminal shell in container',
  source: 'syscall',
  tags: ['container'],
  time: '2026-01-20T09:12:33.478445995Z',
  output_fields: {
    'container.id': 'ee97d9c4186f',
    'container.image.repository': 'docker.io/library/alpine',
    'container.image.tag': '3',
    'evt.time': 1768900353478,
    'evt.type': 'execve',
    'k8s.ns.name': 'shop',
    'k8s.pod.name': 'web-1',
    'proc.cmdline': 'sh -c "id -u"',
    'proc.exepath': '/bin/busybox',
    'proc.name': 'sh',
    'proc.pname': 'nginx',
    'proc.aname[2]': 'containerd-shim',
    'proc.tty': 34816,
    'proc.is_exe_upper_layer': true,
    'user.loginuid': -1,
    'user.uid': 0,
    'proc.cwd': null,
  },
};

const TETRAGON_PROCESS = {
  exec_id: 'bm9kZS1hOjE6Nw==',
  pid: 7,
  uid: 0,
  cwd: '/',
  binary: '/usr/bin/whoami',
  arguments: '--version "a b"',
  flags: 'execve rootcwd clone',
  start_time: '2026-01-20T09:12:45.615Z',
  auid: 4294967295,
  pod: {
    namespace: 'shop',
    name: 'web-1',
    workload: 'web',
    workload_kind: 'Deployment',
    container: { id: 'containerd://1fb931', name: 'web', image: { id: 'x', name: 'docker.io/acme/web:latest' } },
  },
  docker: '1fb931',
  parent_exec_id: 'cGFyZW50',
};
const PARENT = { exec_id: 'cGFyZW50', pid: 6, uid: 0, binary: '/bin/bash', arguments: '-i' };
const at = { node_name: 'node-a', time: '2026-01-20T09:12:45.615Z' };

const EVENT = {
  id: 'node-1/b/1',
  time: '2026-12-01T00:00:00Z',
  type: 'process-exec',
  cluster: '',
  node: 'node-1',
  process: { id: 'p', exe: '/bin/sh', argv: ['sh'], argvTruncated: false, uid: 0, ancestors: [] },
};

export const RECORDED: Readonly<Record<string, readonly object[]>> = {
  breakwater: [EVENT, { event: EVENT, context: { signals: [] } }, { type: 'runtime', id: 'x', time: 'y', body: EVENT }],
  falco: [
    FALCO,
    {
      ...FALCO,
      output_fields: { ...FALCO.output_fields, 'evt.type': 'connect', 'fd.sip': '203.0.113.9', 'fd.sport': 443, 'fd.l4proto': 'tcp' },
    },
    { ...FALCO, output_fields: { ...FALCO.output_fields, 'evt.type': 'openat', 'fd.name': '/etc/shadow', 'evt.arg.flags': 'O_RDONLY' } },
    {
      ...FALCO,
      source: 'k8s_audit',
      output_fields: { 'ka.verb': 'create', 'ka.target.resource': 'pods', 'ka.user.name': 'ann', 'ka.target.subresource': 'exec' },
    },
  ],
  'kube-audit': [
    AUDIT,
    SECRET,
    { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [AUDIT, SECRET] },
    { auditID: 'old', requestURI: '/healthz', verb: 'get', user: { username: 'system:anonymous' }, responseStatus: { code: 200 } },
    { id: '1', timestamp: 1, message: JSON.stringify(AUDIT) },
    { logGroup: 'g', logEvents: [{ id: '1', timestamp: 1, message: JSON.stringify(AUDIT) }] },
    GKE,
    { category: 'kube-audit', time: '2026-12-01T00:00:00Z', properties: { log: JSON.stringify(AUDIT), pod: 'kube-apiserver' } },
    { records: [{ category: 'kube-audit-admin', properties: { log: JSON.stringify(AUDIT) } }] },
  ],
  tetragon: [
    { process_exec: { process: TETRAGON_PROCESS, parent: PARENT }, ...at },
    { process_exit: { process: TETRAGON_PROCESS, parent: PARENT, signal: 'SIGKILL' }, ...at },
    {
      process_kprobe: {
        process: TETRAGON_PROCESS,
        parent: PARENT,
        function_name: 'tcp_connect',
        args: [{ sock_arg: { protocol: 'IPPROTO_TCP', saddr: '10.0.0.1', sport: 40000, daddr: '203.0.113.9', dport: 443 } }],
      },
      ...at,
    },
    {
      process_kprobe: {
        process: TETRAGON_PROCESS,
        parent: PARENT,
        function_name: 'security_file_permission',
        args: [{ file_arg: { path: '/etc/shadow' } }, { int_arg: 4 }],
      },
      ...at,
    },
    { process_kprobe: { process: TETRAGON_PROCESS, parent: PARENT, function_name: '__x64_sys_setuid', args: [{ int_arg: 0 }] }, ...at },
  ],
};
