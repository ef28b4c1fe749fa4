import { describe, expect, it } from 'vitest';
import { exampleIsFound } from '../../../../src/doors/test-policies.ts';
import { runnableFamilies } from '../../../../src/engine/route.ts';
import { readCheckFolder } from '../../../../src/doors/load-configuration.ts';
import { objectsOfTerraform } from '../../../../src/templates/kubernetes/from-terraform.ts';
import { readTerraform } from '../../../../src/templates/terraform/read-terraform.ts';
import type { Resource, Value } from '../../../../src/templates/value.ts';

const checks = new Map(readCheckFolder('policies', runnableFamilies).map((check) => [check.id, check]));

function objects(source: string): readonly Resource[] {
  return objectsOfTerraform(readTerraform('.', { readText: (path) => (path === 'main.tf' ? source : undefined), list: () => ['main.tf'] }));
}

/** A value without places. */
function plain(value: Value | undefined): unknown {
  switch (value?.kind) {
    case 'known':
      return value.value;
    case 'list':
      return value.items.map(plain);
    case 'map':
      return Object.fromEntries([...value.entries].map(([name, item]) => [name, plain(item)]));
    default:
      return undefined;
  }
}

function pod(spec: string): string {
  return `resource "kubernetes_pod_v1" "web" {
  metadata {
    name      = "web"
    namespace = "shop"
  }
  spec {
${spec}
  }
}`;
}

const container = (settings: string): string => pod(`    container {
      name  = "web"
      image = "registry.example.com/web:1.4"
${settings}
    }`);

describe('an object that Terraform makes', () => {
  it.each([
    ['kubernetes_pod', 'v1/Pod'],
    ['kubernetes_deployment_v1', 'apps/v1/Deployment'],
    ['kubernetes_cron_job_v1beta1', 'batch/v1/CronJob'],
    ['kubernetes_daemonset', 'apps/v1/DaemonSet'],
    ['kubernetes_role_binding', 'rbac.authorization.k8s.io/v1/RoleBinding'],
  ])('%s is %s', (type, kind) => {
    expect(objects(`resource "${type}" "one" {}`).map((one) => one.type)).toEqual([kind]);
  });

  it('has lists, names and keys as Kubernetes has them', () => {
    const [made] = objects(container(`      port {
        container_port = 80
      }
      env {
        name = "A_B"
        value_from {
          secret_key_ref {
            name = "s"
            key  = "k"
          }
        }
      }
      resources {
        limits = { memory = "1Gi", "my.example/thing_a" = 1 }
      }
      security_context {
        run_as_user = 0
        capabilities {
          drop = ["ALL"]
        }
      }`));
    expect(plain(made?.properties)).toEqual({
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        containers: [
          {
            name: 'web',
            image: 'registry.example.com/web:1.4',
            ports: [{ containerPort: 80 }],
            env: [{ name: 'A_B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
            resources: { limits: { memory: '1Gi', 'my.example/thing_a': 1 } },
            securityContext: { runAsUser: 0, capabilities: { drop: ['ALL'] } },
          },
        ],
      },
    });
  });

  it('stands as it is in kubernetes_manifest', () => {
    const [made] = objects('resource "kubernetes_manifest" "one" {\n  manifest = { apiVersion = "v1", kind = "Pod", spec = { hostPID = true } }\n}');
    expect(made?.type).toBe('v1/Pod');
    expect(plain(made?.properties)).toMatchObject({ spec: { hostPID: true } });
  });

  it('is left alone when it is of no kind of Kubernetes', () => {
    expect(objects('resource "kubernetes_unheard_of" "one" {}\nresource "kubernetes___proto__" "two" {}')).toEqual([]);
  });
});

describe('checks of Kubernetes judge Terraform', () => {
  it.each([
    ['containers/container/privileged', container('      security_context {\n        privileged = true\n      }'), true],
    ['containers/container/privileged', container('      security_context {\n        privileged = false\n      }'), false],
    ['containers/container/host-pid', pod('    host_pid = true\n    container {\n      name = "web"\n    }'), true],
    ['containers/container/host-pid', pod('    container {\n      name = "web"\n    }'), false],
    ['containers/kubernetes/default-namespace', pod('').replace('    namespace = "shop"\n', ''), true],
    ['containers/kubernetes/default-namespace', pod('').replace('"shop"', 'kubernetes_namespace.shop.id'), false],
  ])('%s', async (id, source, expected) => {
    const check = checks.get(id);
    if (check === undefined) throw new Error(`there is no check ${id}`);
    expect(await exampleIsFound(check, { format: 'terraform', source })).toBe(expected);
  });
});
