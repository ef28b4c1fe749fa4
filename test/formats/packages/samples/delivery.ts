import type { Sample } from './sample.ts';

export const delivery: readonly Sample[] = [
  {
    name: 'GitHub workflow',
    path: '.github/workflows/ci.yml',
    text: `name: CI
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
    - uses: actions/checkout@v4
    - name: Cache
      uses: "actions/cache/restore@0c45773b623bea8c8e75f6c82b208c3cf94ea4f9" # v4
    - uses: ./local
    - uses: docker://alpine:3.19
    - run: |
        steps:
          - uses: evil/action@v1
  reuse:
    uses: acme/flows/.github/workflows/x.yml@main
`,
    packages: [
      'pkg:github/actions/checkout@v4 L7 direct build from actions/checkout@v4',
      'pkg:github/actions/cache@0c45773b623bea8c8e75f6c82b208c3cf94ea4f9#restore L9 direct build from actions/cache/restore@0c45773b623bea8c8e75f6c82b208c3cf94ea4f9',
      'pkg:docker/alpine@3.19 L11 direct build from docker://alpine:3.19',
      'pkg:github/acme/flows@main#.github/workflows/x.yml L16 direct build from acme/flows/.github/workflows/x.yml@main',
    ],
  },
  {
    name: 'pre-commit',
    path: '.pre-commit-config.yaml',
    text: `repos:
- repo: https://github.com/psf/black
  rev: 24.1.0
  hooks:
  - id: black
    additional_dependencies: ['click==8.1.7', types-requests]
- repo: local
  hooks:
  - id: eslint
    additional_dependencies:
    - eslint@8.57.0
`,
    packages: [
      'pkg:github/psf/black@24.1.0 L2 direct dev from https://github.com/psf/black',
      'pkg:pypi/click@8.1.7 (==8.1.7) L6 direct dev',
      'pkg:pypi/types-requests L6 direct dev',
      'pkg:npm/eslint@8.57.0 L11 direct dev',
    ],
  },
  {
    name: 'Terraform',
    path: 'main.tf',
    text: `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
    random = "3.6.0"
  }
}
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.5.1"
}
module "git" {
  source = "git::https://github.com/acme/modules.git//net?ref=v1.2.0"
}
module "near" {
  source = "./near"
}
resource "x" "y" {
  source = "no/no/no"
}
`,
    packages: [
      'pkg:terraform/hashicorp/aws?kind=provider (~> 5.0) L4 direct runtime',
      'pkg:terraform/hashicorp/random@3.6.0?kind=provider L7 direct runtime',
      'pkg:terraform/terraform-aws-modules/vpc/aws@5.5.1?kind=module L11 direct runtime',
      'pkg:github/acme/modules@v1.2.0?kind=module L15 direct runtime from git::https://github.com/acme/modules.git//net?ref=v1.2.0',
    ],
  },
  {
    name: '.terraform.lock.hcl',
    path: '.terraform.lock.hcl',
    text: `provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.31.0"
  constraints = "~> 5.0"
  hashes = [
    "h1:aaaa",
  ]
}
`,
    packages: [
      'pkg:terraform/hashicorp/aws@5.31.0?kind=provider (~> 5.0) L1 from registry.terraform.io/hashicorp/aws',
    ],
  },
  {
    name: 'Chart.yaml',
    path: 'Chart.yaml',
    text: `apiVersion: v2
name: shop
version: 0.1.0
dependencies:
  - name: postgresql
    version: 13.2.24
    repository: https://charts.bitnami.com/bitnami
    alias: db
  - name: redis
    version: ~18.0.0
    repository: "@stable"
`,
    packages: [
      'pkg:helm/postgresql@13.2.24?repository_url=https:%2F%2Fcharts.bitnami.com%2Fbitnami L5 direct runtime as db from https://charts.bitnami.com/bitnami',
      'pkg:helm/redis (~18.0.0) L9 direct runtime from @stable',
      'pkg:helm/shop@0.1.0 L2 project',
    ],
  },
  {
    name: 'Chart.lock',
    path: 'Chart.lock',
    text: `dependencies:
- name: postgresql
  repository: https://charts.bitnami.com/bitnami
  version: 13.2.24
digest: sha256:aaa
`,
    packages: [
      'pkg:helm/postgresql@13.2.24?repository_url=https:%2F%2Fcharts.bitnami.com%2Fbitnami L2 direct runtime from https://charts.bitnami.com/bitnami',
    ],
  },
  {
    name: 'Dockerfile installs',
    path: 'Dockerfile',
    text: `FROM ubuntu:22.04
RUN apt-get update && apt-get install -y --no-install-recommends \\
    # tools
    curl=7.81.0-1 \\
    git \\
 && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir "flask==3.0.0" requests -r requirements.txt && npm install -g typescript@5.3.3 @acme/cli
RUN ["gem", "install", "rake:13.1.0"]
RUN go install golang.org/x/tools/cmd/goimports@v0.16.1; cargo install --version 14.1.0 ripgrep
FROM alpine:3.19
RUN apk add --no-cache --virtual .build gcc=13.2.1_git20231014-r0 'musl-dev>1.2'
RUN <<EOF
dnf install -y wget-1.21.1
EOF
`,
    packages: [
      'pkg:deb/ubuntu/curl@7.81.0-1?distro=ubuntu-22.04 L4 direct runtime',
      'pkg:deb/ubuntu/git?distro=ubuntu-22.04 L5 direct runtime',
      'pkg:pypi/flask@3.0.0 (==3.0.0) L7 direct runtime',
      'pkg:pypi/requests L7 direct runtime',
      'pkg:npm/typescript@5.3.3 L7 direct runtime',
      'pkg:npm/%40acme/cli L7 direct runtime',
      'pkg:gem/rake@13.1.0 L8 direct runtime',
      'pkg:golang/golang.org/x/tools@v0.16.1 (v0.16.1) L9 direct runtime',
      'pkg:cargo/ripgrep@14.1.0 L9 direct runtime',
      'pkg:apk/alpine/gcc@13.2.1_git20231014-r0?distro=alpine-3.19 (=13.2.1_git20231014-r0) L11 direct runtime',
      'pkg:apk/alpine/musl-dev?distro=alpine-3.19 (>1.2) L11 direct runtime',
      'pkg:rpm/wget@1.21.1 L13 direct runtime',
    ],
  },
  {
    name: 'CycloneDX XML',
    path: 'bom.xml',
    text: `<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5">
  <metadata><component type="application" bom-ref="app"><name>app</name></component></metadata>
  <components>
    <component type="library" bom-ref="a"><name>a</name><version>1.0</version><licenses><license><id>MIT</id></license></licenses><purl>pkg:maven/org.acme/a@1.0</purl></component>
  </components>
  <dependencies><dependency ref="app"><dependency ref="a"/></dependency></dependencies>
</bom>
`,
    packages: [
      'pkg:maven/org.acme/a@1.0 L5 direct [MIT]',
    ],
  },
  {
    name: 'SPDX tag-value',
    path: 'app.spdx',
    text: `SPDXVersion: SPDX-2.3
PackageName: requests
PackageVersion: 2.31.0
PackageDownloadLocation: NOASSERTION
PackageLicenseConcluded: Apache-2.0
ExternalRef: PACKAGE-MANAGER purl pkg:pypi/requests@2.31.0
`,
    packages: [
      'pkg:pypi/requests@2.31.0 L2 [Apache-2.0]',
    ],
  },
];
