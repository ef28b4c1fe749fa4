import { describe, expect, it, test } from 'vitest';
import { examineTerraformKubernetes } from '../../../../src/families/containers/kubernetes/examine-terraform.ts';
import { policyOf } from './judge.ts';
import { readerOver } from './reader.ts';

function found(text: string, names: readonly string[]): readonly string[] {
  const source = { path: 'main.tf', subject: 'file' as const, bytes: Buffer.from(text) };
  return examineTerraformKubernetes([source], { files: readerOver(new Map([['main.tf', text]])), today: '2026-11-24' }, policyOf(names))
    .map(({ range, check, resource, certainty, foreignSuppression }) => `${range.startLine} ${check.slice(check.lastIndexOf('/') + 1)} ${resource ?? ''}${certainty === 'unsure' ? '?' : ''}${foreignSuppression === undefined ? '' : ' skipped'}`)
    .toSorted();
}

const pod = (container: string, spec = '', type = 'kubernetes_pod'): string => `resource "${type}" "web" {\n  metadata { name = "web" }\n  spec {\n    ${spec}\n    container {\n      name = "web"\n      image = "web:1"\n      ${container}\n    }\n  }\n}\n`;
const deployment = (container: string, type = 'kubernetes_deployment_v1'): string => `resource "${type}" "web" {\n  metadata { name = "web" }\n  spec {\n    template {\n      metadata { labels = { app = "web" } }\n      spec {\n        container {\n          name = "web"\n          image = "web:1"\n          ${container}\n        }\n      }\n    }\n  }\n}\n`;

describe('one policy serves manifests and Terraform', () => {
  test.each([
    ['a privileged container', 'privileged', pod('security_context { privileged = true }'), ['8 privileged kubernetes_pod.web']],
    ['a container that is not', 'privileged', pod('security_context { privileged = false }'), []],
    ['the pod of a deployment', 'privileged', deployment('security_context { privileged = true }'), ['10 privileged kubernetes_deployment_v1.web']],
    ['the host’s processes', 'host-pid', pod('', 'host_pid = true'), ['4 host-pid kubernetes_pod.web']],
    ['the host’s IPC', 'host-ipc', pod('', 'host_ipc = true', 'kubernetes_pod_v1'), ['4 host-ipc kubernetes_pod_v1.web']],
    ['a host port', 'host-port', pod('port {\n container_port = 80\n host_port = 80\n }'), ['10 host-port kubernetes_pod.web']],
    ['the engine’s socket', 'engine-socket', pod('', 'volume {\n name = "s"\n host_path { path = "/var/run/docker.sock" }\n }'), ['6 engine-socket kubernetes_pod.web']],
    ['capabilities', 'capability-sys-admin', pod('security_context {\n capabilities { add = ["SYS_ADMIN"] }\n }'), ['9 capability-sys-admin kubernetes_pod.web']],
    ['limits', 'memory-limit', pod('resources {\n limits = { memory = "1Gi" }\n }'), []],
    ['no limits', 'memory-limit', pod(''), ['6 memory-limit kubernetes_pod.web']],
    ['a secret in a variable', 'secret-in-env', pod('env {\n name = "A"\n value_from {\n secret_key_ref {\n name = "s"\n key = "k"\n }\n }\n }'), ['11 secret-in-env kubernetes_pod.web']],
    ['a cron job', 'privileged', `resource "kubernetes_cron_job_v1" "web" {\n metadata { name = "web" }\n spec {\n job_template {\n spec {\n template {\n spec {\n container {\n name = "a"\n security_context { privileged = true }\n }\n }\n }\n }\n }\n }\n}\n`, ['10 privileged kubernetes_cron_job_v1.web']],
    ['a role', 'rbac-secrets', 'resource "kubernetes_cluster_role" "r" {\n  metadata { name = "r" }\n  rule {\n    api_groups = [""]\n    resources = ["secrets"]\n    verbs = ["get"]\n  }\n}\n', ['3 rbac-secrets kubernetes_cluster_role.r']],
    ['a binding', 'rbac-cluster-admin', 'resource "kubernetes_cluster_role_binding" "b" {\n  metadata { name = "b" }\n  role_ref {\n    kind = "ClusterRole"\n    name = "cluster-admin"\n    api_group = "rbac.authorization.k8s.io"\n  }\n  subject {\n    kind = "User"\n    name = "jane"\n  }\n}\n', ['5 rbac-cluster-admin kubernetes_cluster_role_binding.b']],
    ['a service', 'service-nodeport', 'resource "kubernetes_service" "s" {\n  metadata { name = "s" }\n  spec {\n    type = "NodePort"\n    selector = { app = "web" }\n    port { port = 80 }\n  }\n}\n', ['4 service-nodeport kubernetes_service.s']],
    ['a manifest', 'host-network', 'resource "kubernetes_manifest" "m" {\n  manifest = {\n    apiVersion = "v1"\n    kind = "Pod"\n    metadata = { name = "m" }\n    spec = { hostNetwork = true, containers = [] }\n  }\n}\n', ['6 host-network kubernetes_manifest.m']],
    ['a dynamic block', 'privileged', pod('dynamic "security_context" {\n for_each = [true]\n content { privileged = security_context.value }\n }'), ['10 privileged kubernetes_pod.web']],
    ['a variable without a default', 'privileged', `variable "p" {}\n${pod('security_context { privileged = var.p }')}`, ['9 privileged kubernetes_pod.web?']],
    ['another provider’s resource', 'privileged', 'resource "aws_s3_bucket" "b" {}\n', []],
  ])('%s', (_name, check, text, expected) => {
    expect(found(text, [check])).toEqual(expected);
  });
});

it('heeds comments for the block that they stand in, and no other', () => {
  const skipped = pod('# checkov:skip=CKV_K8S_16:it must\n      security_context { privileged = true }');
  expect(found(`${skipped}${pod('security_context { privileged = true }').replaceAll('"web"', '"other"')}`, ['privileged'])).toEqual(['20 privileged kubernetes_pod.other', '9 privileged kubernetes_pod.web skipped']);
});

it('says nothing about what is not in the module', () => {
  expect(found(deployment(''), ['network-policy-missing', 'missing-service-account'])).toEqual([]);
});
