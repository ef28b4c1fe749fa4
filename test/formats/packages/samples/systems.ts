import type { Sample } from './sample.ts';

export const systems: readonly Sample[] = [
  {
    name: 'go.mod with replacements',
    path: 'go.mod',
    text: `module example.com/Shop

go 1.22
toolchain go1.22.5-custom

require (
	github.com/BurntSushi/toml v1.0.0
	golang.org/x/net v0.5.6 // indirect
	example.com/near v0.0.0
)

replace golang.org/x/net v0.5.6 => example.com/fork/net v1.4.5
replace example.com/near => ./near
exclude github.com/BurntSushi/toml v0.9.0
`,
    packages: [
      'pkg:golang/example.com/shop L1 project',
      'pkg:golang/github.com/burntsushi/toml@v1.0.0 L7 direct runtime',
      'pkg:golang/example.com/fork/net@v1.4.5 L12 indirect runtime as golang.org/x/net',
      'pkg:golang/example.com/near L13 direct runtime from ./near',
      'pkg:golang/stdlib@1.22.5 L4 direct runtime',
    ],
  },
  {
    name: 'vendor/modules.txt',
    path: 'vendor/modules.txt',
    text: `# github.com/google/uuid v1.6.0
## explicit; go 1.18
github.com/google/uuid
# golang.org/x/net v0.5.6 => example.com/fork/net v1.4.5
golang.org/x/net/html
golang.org/x/net/html/atom
# golang.org/x/text v0.3.0
## explicit
# golang.org/x/net v0.5.6 => example.com/fork/net v1.4.5
`,
    packages: [
      'pkg:golang/github.com/google/uuid@v1.6.0 L1 direct',
      'pkg:golang/example.com/fork/net@v1.4.5 L4 indirect as golang.org/x/net',
    ],
  },
  {
    name: 'Cargo.toml of every section',
    path: 'Cargo.toml',
    text: `[package]
name = "app"
version = "0.1.0"
license = "MIT OR Apache-2.0"

[dependencies]
serde = { version = "1.0", features = ["derive"], optional = true }
yaml = { package = "serde_yaml", version = "=0.9.30" }
local = { path = "../local" }
tokio.workspace = true

[target.'cfg(unix)'.dependencies]
nix = { git = "https://github.com/nix-rust/nix", rev = "abc" }

[build-dependencies]
cc = "1"

[workspace.dependencies]
tokio = "1.38"
`,
    packages: [
      'pkg:cargo/serde (1.0) L7 direct optional',
      'pkg:cargo/serde_yaml@0.9.30 (=0.9.30) L8 direct runtime as yaml',
      'pkg:cargo/local L9 direct runtime from ../local',
      'pkg:cargo/tokio L10 direct runtime',
      'pkg:cargo/cc (1) L16 direct build',
      'pkg:cargo/nix L13 direct runtime from https://github.com/nix-rust/nix#abc',
      'pkg:cargo/tokio (1.38) L19 runtime',
      'pkg:cargo/app@0.1.0 L2 project [MIT OR Apache-2.0]',
    ],
  },
  {
    name: 'Package.resolved 1',
    path: 'Package.resolved',
    text: `{ "object": { "pins": [ { "package": "Yams", "repositoryURL": "https://github.com/jpsim/Yams.git", "state": { "branch": null, "revision": "abc", "version": "5.0.6" } } ] }, "version": 1 }
`,
    packages: [
      'pkg:swift/github.com/jpsim/Yams@5.0.6 L1 from https://github.com/jpsim/Yams.git#abc',
    ],
  },
  {
    name: 'Package.swift',
    path: 'Package.swift',
    text: `let package = Package(name: "App", dependencies: [
    .package(url: "https://github.com/apple/swift-log.git", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.62.0"),
])
`,
    packages: [
      'pkg:swift/github.com/apple/swift-log (from: "1.5.0") L2 direct runtime from https://github.com/apple/swift-log.git',
      'pkg:swift/github.com/apple/swift-nio@2.62.0 (exact: "2.62.0") L3 direct runtime from https://github.com/apple/swift-nio',
    ],
  },
  {
    name: 'Podfile',
    path: 'Podfile',
    text: `platform :ios, '15.0'
target 'App' do
  pod 'Alamofire', '~> 5.8'
  pod 'Mine', :git => 'https://github.com/acme/Mine.git'
end
`,
    packages: [
      'pkg:cocoapods/Alamofire (~> 5.8) L3 direct runtime',
      'pkg:cocoapods/Mine L4 direct runtime from https://github.com/acme/Mine.git',
    ],
  },
  {
    name: 'Podfile.lock',
    path: 'Podfile.lock',
    text: `PODS:
  - Alamofire (5.8.1)
  - Firebase/Core (10.18.0):
    - FirebaseCore (= 10.18.0)
  - FirebaseCore (10.18.0)

DEPENDENCIES:
  - Alamofire (~> 5.8)
  - Firebase/Core

SPEC REPOS:
  trunk:
    - Alamofire

SPEC CHECKSUMS:
  Alamofire: 3ca42e25

COCOAPODS: 1.14.3
`,
    packages: [
      'pkg:cocoapods/Alamofire@5.8.1 L2 direct',
      'pkg:cocoapods/Firebase@10.18.0#Core L3 direct',
      'pkg:cocoapods/FirebaseCore@10.18.0 L5 indirect < Firebase/Core',
    ],
  },
  {
    name: 'Cartfile.resolved',
    path: 'Cartfile.resolved',
    text: `github "ReactiveX/RxSwift" "6.6.0"
git "https://example.com/acme/lib.git" "abc"
`,
    packages: [
      'pkg:github/reactivex/rxswift@6.6.0 L1 from ReactiveX/RxSwift',
      'pkg:generic/lib@abc L2 from https://example.com/acme/lib.git',
    ],
  },
  {
    name: 'conan.lock 2',
    path: 'conan.lock',
    text: `{ "version": "0.5",
  "requires": [ "zlib/1.2.13#97d5730b529b4224045fe7090592d4c1%1692672717.68", "tool/0.1@acme/stable#abc%1" ],
  "build_requires": [ "cmake/3.28.1#abc%1" ] }
`,
    packages: [
      'pkg:conan/zlib@1.2.13?rrev=97d5730b529b4224045fe7090592d4c1 L2 runtime',
      'pkg:conan/tool@0.1?channel=stable&rrev=abc&user=acme L2 runtime',
      'pkg:conan/cmake@3.28.1?rrev=abc L3 build',
    ],
  },
  {
    name: 'conan.lock 1',
    path: 'conan.lock',
    text: `{ "graph_lock": { "nodes": {
  "0": { "ref": "app/1.0", "requires": ["1"], "path": "conanfile.py" },
  "1": { "ref": "zlib/1.2.11#ffa7", "context": "host" } } }, "version": "0.4" }
`,
    packages: [
      'pkg:conan/app@1.0 L2 project runtime',
      'pkg:conan/zlib@1.2.11?rrev=ffa7 L3 direct runtime',
    ],
  },
  {
    name: 'conanfile.txt',
    path: 'conanfile.txt',
    text: `[requires]
zlib/1.2.13
boost/[>=1.80 <2]
[tool_requires]
cmake/3.28.1
[generators]
CMakeDeps
`,
    packages: [
      'pkg:conan/zlib@1.2.13 L2 direct runtime',
      'pkg:conan/boost (>=1.80 <2) L3 direct runtime',
      'pkg:conan/cmake@3.28.1 L5 direct build',
    ],
  },
  {
    name: 'conanfile.py',
    path: 'conanfile.py',
    text: `class App(ConanFile):
    requires = "zlib/1.2.13", "fmt/10.2.1"
    def build_requirements(self):
        self.tool_requires("cmake/3.28.1")
`,
    packages: [
      'pkg:conan/zlib@1.2.13 L2 direct runtime',
      'pkg:conan/fmt@10.2.1 L2 direct runtime',
      'pkg:conan/cmake@3.28.1 L4 direct build',
    ],
  },
];
