import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { parseConfiguration } from '../../../../src/policy/configuration.ts';
import { judge, policies } from './judge.ts';

const folder = new URL('../../../../policies/presets/', import.meta.url);

function checksOf(preset: string): readonly string[] {
  const { checks, extends: bases } = parseConfiguration(`${preset}.yaml`, readFileSync(new URL(`${preset}.yaml`, folder), 'utf8'));
  return [...bases.flatMap(checksOf), ...checks.keys()];
}

const [baseline, restricted] = [checksOf('pss-baseline'), checksOf('pss-restricted')];

/** The strictest standard that admits a pod. */
function admittedBy(pod: string, version = 'latest'): string {
  const text = `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n${pod}`;
  const settings = { 'pod-security': { version } };
  if (judge({ 'pod.yaml': text }, restricted, {}, settings).length === 0) return 'restricted';
  return judge({ 'pod.yaml': text }, baseline, {}, settings).length === 0 ? 'baseline' : 'privileged';
}

const hard = 'allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}';
const pod = 'runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}';
/** A pod that "restricted" admits, with more for its specification, its pod security context and its container's. */
const spec = (more: string, inPod = '', inContainer = '', container = ''): string =>
  `spec:\n  securityContext: {${pod}${inPod}}\n  containers: [{name: web, image: "web:1", securityContext: {${hard}${inContainer}}${container}}]\n${more}`;

it('names checks that there are', () => {
  const known = new Set(policies.map(({ id }) => id));
  expect(restricted.filter((id) => !known.has(id))).toEqual([]);
  expect(restricted).toEqual(expect.arrayContaining([...baseline]));
});

// Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/, its allowed and refused values
describe('admits as the standards do', () => {
  test.each([
    ['a hardened pod', spec(''), 'restricted'],
    ['a plain pod', 'spec:\n  containers: [{name: web, image: "web:1"}]\n', 'baseline'],
    // baseline
    ['the host’s network', spec('  hostNetwork: true\n'), 'privileged'],
    ['the host’s processes', spec('  hostPID: true\n'), 'privileged'],
    ['the host’s IPC', spec('  hostIPC: true\n'), 'privileged'],
    ['host namespaces refused', spec('  hostNetwork: false\n  hostPID: false\n  hostIPC: false\n'), 'restricted'],
    ['a privileged container', spec('', '', ', privileged: true'), 'privileged'],
    ['a Windows host process by the pod', spec('', ', windowsOptions: {hostProcess: true}'), 'privileged'],
    ['a Windows host process by the container', spec('', '', ', windowsOptions: {hostProcess: true}'), 'privileged'],
    ['a capability of the baseline set', 'spec:\n  containers: [{name: web, image: "web:1", securityContext: {capabilities: {add: [CHOWN]}}}]\n', 'baseline'],
    ['a capability outside of it', 'spec:\n  containers: [{name: web, image: "web:1", securityContext: {capabilities: {add: [NET_ADMIN]}}}]\n', 'privileged'],
    ['a host path', spec('  volumes: [{name: a, hostPath: {path: /a}}]\n'), 'privileged'],
    ['a host port', spec('', '', '', ', ports: [{containerPort: 80, hostPort: 80}]'), 'privileged'],
    ['a host port of zero', spec('', '', '', ', ports: [{containerPort: 80, hostPort: 0}]'), 'restricted'],
    ['a probe of another host', spec('', '', '', ', livenessProbe: {httpGet: {host: other, port: 80}}'), 'privileged'],
    ['a probe with an empty host', spec('', '', '', ', livenessProbe: {httpGet: {host: "", port: 80}}'), 'restricted'],
    ['a hook that asks another host', spec('', '', '', ', lifecycle: {preStop: {tcpSocket: {host: other, port: 80}}}'), 'privileged'],
    ['AppArmor off in the pod', spec('', ', appArmorProfile: {type: Unconfined}'), 'privileged'],
    ['AppArmor of the node', spec('', ', appArmorProfile: {type: Localhost, localhostProfile: a}'), 'restricted'],
    ['SELinux type of containers', spec('', ', seLinuxOptions: {type: container_kvm_t}'), 'restricted'],
    ['another SELinux type', spec('', ', seLinuxOptions: {type: spc_t}'), 'privileged'],
    ['an SELinux role', spec('', '', ', seLinuxOptions: {role: a}'), 'privileged'],
    ['an empty SELinux user', spec('', '', ', seLinuxOptions: {user: ""}'), 'restricted'],
    ['an SELinux level', spec('', '', ', seLinuxOptions: {level: "s0:c1"}'), 'restricted'],
    ['the default /proc', spec('', '', ', procMount: Default'), 'restricted'],
    ['an unmasked /proc', spec('', '', ', procMount: Unmasked'), 'privileged'],
    ['seccomp off in the pod', 'spec:\n  securityContext: {seccompProfile: {type: Unconfined}}\n  containers: [{name: web, image: "web:1"}]\n', 'privileged'],
    ['seccomp off in a container', spec('', '', ', seccompProfile: {type: Unconfined}'), 'privileged'],
    ['a safe sysctl', spec('', ', sysctls: [{name: net.ipv4.ip_local_port_range, value: "1 2"}]'), 'restricted'],
    ['a sysctl that is safe since 1.29', spec('', ', sysctls: [{name: net.ipv4.tcp_keepalive_time, value: "1"}]'), 'restricted'],
    ['another sysctl', spec('', ', sysctls: [{name: kernel.msgmax, value: "1"}]'), 'privileged'],
    // restricted
    ['volumes of the restricted types', spec('  volumes: [{name: a, configMap: {name: a}}, {name: b, emptyDir: {}}, {name: c, secret: {}}, {name: d, projected: {}}, {name: e, csi: {}}, {name: f, ephemeral: {}}, {name: g, downwardAPI: {}}, {name: h, persistentVolumeClaim: {}}]\n'), 'restricted'],
    ['a volume of NFS', spec('  volumes: [{name: a, nfs: {server: a, path: /a}}]\n'), 'baseline'],
    ['privilege escalation not refused', 'spec:\n  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\n  containers: [{name: web, image: "web:1", securityContext: {capabilities: {drop: [ALL]}}}]\n', 'baseline'],
    ['root not refused', 'spec:\n  securityContext: {seccompProfile: {type: RuntimeDefault}}\n  containers: [{name: web, image: "web:1", securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, runAsUser: 1000}}]\n', 'baseline'],
    ['root refused by the container', 'spec:\n  securityContext: {seccompProfile: {type: RuntimeDefault}}\n  containers: [{name: web, image: "web:1", securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, runAsNonRoot: true}}]\n', 'restricted'],
    ['root allowed again by the container', spec('', '', ', runAsNonRoot: false'), 'baseline'],
    ['user zero', spec('', ', runAsUser: 0'), 'baseline'],
    ['user one', spec('', ', runAsUser: 1'), 'restricted'],
    ['seccomp of the container', 'spec:\n  securityContext: {runAsNonRoot: true}\n  containers: [{name: web, image: "web:1", securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, seccompProfile: {type: Localhost, localhostProfile: a}}}]\n', 'restricted'],
    ['no seccomp', 'spec:\n  securityContext: {runAsNonRoot: true}\n  containers: [{name: web, image: "web:1", securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]\n', 'baseline'],
    ['some capabilities dropped', 'spec:\n  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\n  containers: [{name: web, image: "web:1", securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [NET_RAW]}}}]\n', 'baseline'],
    ['the one capability that may be added', 'spec:\n  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\n  containers: [{name: web, image: "web:1", securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}}]\n', 'restricted'],
    ['another one', 'spec:\n  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\n  containers: [{name: web, image: "web:1", securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL], add: [CHOWN]}}}]\n', 'baseline'],
    // what is not a plain container
    ['an init container that is not hardened', spec('  initContainers: [{name: setup, image: "setup:1"}]\n'), 'baseline'],
    ['a privileged ephemeral container', spec('  ephemeralContainers: [{name: debug, image: "debug:1", securityContext: {privileged: true}}]\n'), 'privileged'],
    ['a pod of Windows needs no Linux settings', 'spec:\n  os: {name: windows}\n  securityContext: {runAsNonRoot: true}\n  containers: [{name: web, image: "web:1"}]\n', 'restricted'],
  ])('%s', (_name, text, expected) => {
    expect(admittedBy(text)).toBe(expected);
  });

  test.each([
    ['unconfined', 'privileged'],
    ['localhost/web', 'restricted'],
    ['runtime/default', 'restricted'],
    ['""', 'restricted'],
  ])('the AppArmor annotation %s', (profile, expected) => {
    const text = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations: {container.apparmor.security.beta.kubernetes.io/web: ${profile}}\n${spec('')}`;
    expect(judge({ 'pod.yaml': text }, baseline).length === 0 ? 'restricted' : 'privileged').toBe(expected);
  });
});

// Source: k8s.io/pod-security-admission v0.37, the minimum versions of its checks
describe('admits as the standards of a version do', () => {
  const windows = 'spec:\n  os: {name: windows}\n  securityContext: {runAsNonRoot: true}\n  containers: [{name: web, image: "web:1"}]\n';
  const apart = (more: string): string => `spec:\n  hostUsers: false\n  securityContext: {seccompProfile: {type: RuntimeDefault}${more}}\n  containers: [{name: web, image: "web:1", securityContext: {${hard}}}]\n`;
  const sysctl = (name: string): string => spec('', `, sysctls: [{name: ${name}, value: "1"}]`);
  const unmasked = `spec:\n  hostUsers: false\n  containers: [{name: web, image: "web:1", securityContext: {procMount: Unmasked}}]\n`;
  test.each([
    ['a reserved port range', sysctl('net.ipv4.ip_local_reserved_ports'), { 'v1.26': 'privileged', 'v1.27': 'restricted', latest: 'restricted' }],
    ['a keep-alive time', sysctl('net.ipv4.tcp_keepalive_time'), { 'v1.28': 'privileged', 'v1.29': 'restricted' }],
    ['buffer sizes', sysctl('net.ipv4.tcp_rmem'), { 'v1.31': 'privileged', 'v1.32': 'restricted' }],
    ['no slow start', sysctl('net.ipv4.tcp_slow_start_after_idle'), { 'v1.36': 'privileged', 'v1.37': 'restricted', latest: 'restricted' }],
    ['a pod of Windows', windows, { 'v1.24': 'baseline', 'v1.25': 'restricted' }],
    ['the SELinux type of engines', spec('', ', seLinuxOptions: {type: container_engine_t}'), { 'v1.30': 'privileged', 'v1.31': 'restricted' }],
    ['a probe of another host', spec('', '', '', ', livenessProbe: {httpGet: {host: other, port: 80}}'), { 'v1.33': 'restricted', 'v1.34': 'privileged' }],
    ['root in a user namespace', apart(', runAsUser: 0'), { 'v1.34': 'baseline', 'v1.35': 'restricted' }],
    ['root not refused in a user namespace', apart(''), { 'v1.34': 'baseline', 'v1.35': 'restricted' }],
    ['an unmasked /proc in a user namespace', unmasked, { 'v1.34': 'privileged', 'v1.35': 'baseline', latest: 'baseline' }],
    ['no seccomp profile', `spec:\n  securityContext: {runAsNonRoot: true}\n  containers: [{name: web, image: "web:1", securityContext: {${hard}}}]\n`, { 'v1.18': 'restricted', 'v1.19': 'baseline' }],
  ])('%s', (_name, text, expected) => {
    expect(Object.fromEntries(Object.keys(expected).map((version) => [version, admittedBy(text, version)]))).toEqual(expected);
  });

  test.each([[{ version: '1.29' }], [{ version: 1.29 }], [{ versions: 'latest' }], ['v1.29']])('refuses %j', (section) => {
    expect(() => judge({ 'pod.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n${spec('')}` }, restricted, {}, { 'pod-security': section })).toThrow('containers.pod-security');
  });
});

describe('judges the pods of every kind', () => {
  const template = (indent: string): string => `${indent}template:\n${indent}  spec:\n${indent}    hostNetwork: true\n${indent}    containers: [{name: web, image: "web:1"}]\n`;
  test.each([
    ['apps/v1', 'Deployment', `spec:\n${template('  ')}`],
    ['apps/v1', 'StatefulSet', `spec:\n${template('  ')}`],
    ['apps/v1', 'DaemonSet', `spec:\n${template('  ')}`],
    ['apps/v1', 'ReplicaSet', `spec:\n${template('  ')}`],
    ['v1', 'ReplicationController', `spec:\n${template('  ')}`],
    ['batch/v1', 'Job', `spec:\n${template('  ')}`],
    ['batch/v1', 'CronJob', `spec:\n  jobTemplate:\n    spec:\n${template('      ')}`],
    ['v1', 'PodTemplate', template('')],
    ['apps.openshift.io/v1', 'DeploymentConfig', `spec:\n${template('  ')}`],
    ['argoproj.io/v1alpha1', 'Rollout', `spec:\n${template('  ')}`],
    ['serving.knative.dev/v1', 'Service', `spec:\n${template('  ')}`],
    ['keda.sh/v1alpha1', 'ScaledJob', `spec:\n  jobTargetRef:\n${template('    ')}`],
  ])('%s %s', (version, kind, rest) => {
    const text = `apiVersion: ${version}\nkind: ${kind}\nmetadata: {name: web}\n${rest}`;
    expect(judge({ 'a.yaml': text }, ['host-network'])).toHaveLength(1);
    expect(judge({ 'a.yaml': `apiVersion: v1\nkind: List\nitems:\n${text.split('\n').map((line, index) => `${index === 0 ? '- ' : '  '}${line}`).join('\n')}` }, ['host-network'])).toHaveLength(1);
    expect(judge({ 'a.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\n${text}` }, ['host-network'])).toHaveLength(1);
  });

  it('in JSON', () => {
    expect(judge({ 'a.json': JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { hostNetwork: true, containers: [] } }) }, ['host-network'])).toHaveLength(1);
  });
});
