import type { Sample } from './sample.ts';

export const academic: readonly Sample[] = [
  {
    name: 'stack.yaml.lock',
    path: 'stack.yaml.lock',
    text: `packages:
- completed:
    hackage: fuzzyset-0.2.4@sha256:f1b6de8bf33277bf6255207541d65028f1f1ea93af5541b654c86b5674995485,1618
    pantry-tree:
      size: 574
  original:
    hackage: fuzzyset-0.2.4
- completed:
    commit: abc
    git: https://github.com/acme/lib.git
    name: acme-lib
    version: 0.1.0
  original:
    git: https://github.com/acme/lib.git
snapshots: []
`,
    packages: [
      'pkg:hackage/fuzzyset@0.2.4 L3',
      'pkg:hackage/acme-lib@0.1.0 L11 from https://github.com/acme/lib.git#abc',
    ],
  },
  {
    name: 'stack.yaml',
    path: 'stack.yaml',
    text: `resolver: lts-22.0
extra-deps:
  - acme-missiles-0.3
  - git: https://github.com/acme/lib.git
    commit: abc
`,
    packages: [
      'pkg:hackage/acme-missiles@0.3 L3 direct runtime',
      'pkg:github/acme/lib L4 direct from https://github.com/acme/lib.git',
    ],
  },
  {
    name: 'cabal.project.freeze',
    path: 'cabal.project.freeze',
    text: `active-repositories: hackage.haskell.org:merge
constraints: any.aeson ==2.2.1.0,
             aeson -cffi,
             any.base ==4.18.1.0
`,
    packages: [
      'pkg:hackage/aeson@2.2.1.0 L2',
      'pkg:hackage/base@4.18.1.0 L4',
    ],
  },
  {
    name: 'cabal',
    path: 'app.cabal',
    text: `name: app
library
  build-depends:    base >=4 && <5,
                    aeson ==2.2.1.0
  default-language: Haskell2010
test-suite spec
  build-depends: hspec
`,
    packages: [
      'pkg:hackage/base (>=4 && <5) L3 direct runtime',
      'pkg:hackage/aeson@2.2.1.0 (==2.2.1.0) L4 direct runtime',
      'pkg:hackage/hspec L7 direct test',
    ],
  },
  {
    name: 'renv.lock',
    path: 'renv.lock',
    text: `{ "Packages": {
  "markdown": { "Package": "markdown", "Version": "1.0", "Source": "Repository", "Repository": "CRAN", "Hash": "4584", "Requirements": ["mime"] },
  "mime": { "Package": "mime", "Version": "0.12.1", "Source": "GitHub", "RemoteHost": "api.github.com", "RemoteUsername": "yihui", "RemoteRepo": "mime", "RemoteSha": "1763" },
  "BSgenome": { "Package": "BSgenome", "Version": "1.60.0", "Source": "Bioconductor" } } }
`,
    packages: [
      'pkg:cran/markdown@1.0 L2 from CRAN',
      'pkg:github/yihui/mime@0.12.1 L3 < markdown from https://github.com/yihui/mime#1763',
      'pkg:bioconductor/BSgenome@1.60.0 L4 from Bioconductor',
    ],
  },
  {
    name: 'DESCRIPTION of R',
    path: 'DESCRIPTION',
    text: `Package: app
Version: 1.0
Depends: R (>= 4.1), methods
Imports:
    dplyr (>= 1.0),
    rlang
Suggests: testthat
`,
    packages: [
      'pkg:cran/methods L3 direct runtime',
      'pkg:cran/dplyr (>= 1.0) L5 direct runtime',
      'pkg:cran/rlang L6 direct runtime',
      'pkg:cran/testthat L7 direct optional',
    ],
  },
  {
    name: 'Julia Manifest.toml',
    path: 'Manifest.toml',
    text: `manifest_format = "2.0"

[[deps.JSON]]
deps = ["Dates"]
git-tree-sha1 = "31e9"
uuid = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"
version = "0.21.4"

[[deps.Dates]]
uuid = "ade2ca70-3891-5945-98fb-dc099432e06a"
`,
    packages: [
      'pkg:julia/JSON@0.21.4?uuid=682c06a0-de6a-54ab-a142-c8b1cf79cde6 L3',
      'pkg:julia/Dates?uuid=ade2ca70-3891-5945-98fb-dc099432e06a L9 < JSON',
    ],
  },
  {
    name: 'Julia Project.toml',
    path: 'Project.toml',
    text: `name = "App"
[deps]
JSON = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"
[compat]
JSON = "0.21"
`,
    packages: [
      'pkg:julia/JSON?uuid=682c06a0-de6a-54ab-a142-c8b1cf79cde6 (0.21) L3 direct runtime',
      'pkg:julia/App L1 project',
    ],
  },
  {
    name: 'opam',
    path: 'app.opam',
    text: `opam-version: "2.0"
depends: [
  "ocaml" {>= "4.14"}
  "dune" {= "3.7.2"}
  "alcotest" {with-test}
]
`,
    packages: [
      'pkg:opam/ocaml (>= "4.14") L3 direct runtime',
      'pkg:opam/dune@3.7.2 (= "3.7.2") L4 direct runtime',
      'pkg:opam/alcotest (with-test) L5 direct test',
    ],
  },
  {
    name: 'rockspec',
    path: 'app-1.0-1.rockspec',
    text: `package = "app"
version = "1.0-1"
dependencies = {
  "lua >= 5.1",
  "Penlight == 1.13.1", -- comment
}
`,
    packages: [
      'pkg:luarocks/penlight@1.13.1 (== 1.13.1) L5 direct runtime',
      'pkg:luarocks/app@1.0-1 L1 project',
    ],
  },
];
