import type { Sample } from './sample.ts';

export const scripting: readonly Sample[] = [
  {
    name: 'Gemfile.lock',
    path: 'Gemfile.lock',
    text: `GIT
  remote: https://github.com/acme/tool.git
  revision: abcdef
  specs:
    tool (0.2.0)

PATH
  remote: .
  specs:
    app (0.1.0)

GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.16.2-x86_64-linux)
      racc (~> 1.4)
    racc (1.7.3)

PLATFORMS
  x86_64-linux

DEPENDENCIES
  app!
  nokogiri (~> 1.16)
  tool!

CHECKSUMS
  racc (1.7.3) sha256=b785

BUNDLED WITH
   2.5.6
`,
    packages: [
      'pkg:gem/tool@0.2.0 L5 direct from https://github.com/acme/tool.git#abcdef',
      'pkg:gem/app@0.1.0 L10 project from .',
      'pkg:gem/nokogiri@1.16.2?platform=x86_64-linux L15 direct from https://rubygems.org/',
      'pkg:gem/racc@1.7.3 L17 indirect < nokogiri from https://rubygems.org/',
    ],
  },
  {
    name: 'Gemfile',
    path: 'Gemfile',
    text: `source 'https://rubygems.org'
gem 'rails', '~> 7.1', '>= 7.1.2'
gem "pinned", "1.2.3" # gem 'no'
# gem 'commented'
group :development, :test do
  gem 'rspec', require: false
end
gem 'mine', github: 'acme/mine', group: :development
`,
    packages: [
      'pkg:gem/rails (~> 7.1, >= 7.1.2) L2 direct runtime',
      'pkg:gem/pinned@1.2.3 L3 direct runtime',
      'pkg:gem/rspec L6 direct test',
      'pkg:gem/mine L8 direct dev from https://github.com/acme/mine',
    ],
  },
  {
    name: 'gemspec',
    path: 'app.gemspec',
    text: `VERSION = '3.0.0'
Gem::Specification.new do |spec|
  spec.name = 'app'
  spec.version = VERSION
  spec.licenses = ["MIT".freeze]
  spec.add_dependency 'rack', '>= 2.0', '< 4'
  spec.add_runtime_dependency(%q<json>.freeze, ["= 2.7.1"])
  spec.add_development_dependency "rake"
end
`,
    packages: [
      'pkg:gem/rack (>= 2.0, < 4) L6 direct runtime',
      'pkg:gem/json@2.7.1 (= 2.7.1) L7 direct runtime',
      'pkg:gem/rake L8 direct dev',
      'pkg:gem/app@3.0.0 L3 project [MIT]',
    ],
  },
  {
    name: 'composer.json',
    path: 'composer.json',
    text: `{
  "name": "Acme/Shop",
  "require": { "php": ">=8.1", "ext-json": "*", "monolog/monolog": "^3.0", "acme/exact": "1.2.3" },
  "require-dev": { "phpunit/phpunit": "^10" }
}
`,
    packages: [
      'pkg:composer/monolog/monolog (^3.0) L3 direct runtime',
      'pkg:composer/acme/exact@1.2.3 L3 direct runtime',
      'pkg:composer/phpunit/phpunit (^10) L4 direct dev',
      'pkg:composer/acme/shop L2 project',
    ],
  },
  {
    name: 'composer.lock',
    path: 'composer.lock',
    text: `{
  "packages": [
    {
      "name": "monolog/monolog",
      "version": "v3.5.0",
      "source": { "type": "git", "url": "https://github.com/Seldaek/monolog.git", "reference": "c915" },
      "require": { "php": ">=8.1", "psr/log": "^3" },
      "license": ["MIT", "GPL-2.0"]
    },
    { "name": "psr/log", "version": "3.0.0", "license": ["MIT"] }
  ],
  "packages-dev": []
}
`,
    packages: [
      'pkg:composer/monolog/monolog@v3.5.0 L4 runtime from https://github.com/Seldaek/monolog.git#c915 [(MIT OR GPL-2.0)]',
      'pkg:composer/psr/log@3.0.0 L10 runtime < monolog/monolog [MIT]',
    ],
  },
  {
    name: '.dart_tool/package_config.json',
    path: '.dart_tool/package_config.json',
    text: `{
  "configVersion": 2,
  "packages": [
    {
      "name": "http",
      "rootUri": "file:///home/dev/.pub-cache/hosted/pub.dev/http-1.2.1",
      "packageUri": "lib/"
    },
    { "name": "forked", "rootUri": "file:///home/dev/.pub-cache/git/forked-0a1b2c/" },
    { "name": "app", "rootUri": "../" }
  ]
}
`,
    packages: [
      'pkg:pub/http@1.2.1 L5 from file:///home/dev/.pub-cache/hosted/pub.dev/http-1.2.1',
      'pkg:pub/forked L9 from file:///home/dev/.pub-cache/git/forked-0a1b2c/',
      'pkg:pub/app L10 project from ../',
    ],
  },
  {
    name: 'pubspec.yaml',
    path: 'pubspec.yaml',
    text: `name: app
version: 1.0.0
dependencies:
  http: ^1.2.0
  flutter:
    sdk: flutter
  mine:
    git:
      url: https://github.com/acme/mine.git
dev_dependencies:
  test: 1.25.2
`,
    packages: [
      'pkg:pub/http (^1.2.0) L4 direct runtime',
      'pkg:pub/flutter L5 direct runtime from flutter',
      'pkg:pub/mine L7 direct runtime from https://github.com/acme/mine.git',
      'pkg:pub/test@1.25.2 L11 direct dev',
      'pkg:pub/app@1.0.0 L1 project',
    ],
  },
  {
    name: 'pubspec.lock',
    path: 'pubspec.lock',
    text: `packages:
  http:
    dependency: "direct main"
    description:
      name: http
      sha256: a2bb
      url: "https://pub.dev"
    source: hosted
    version: "1.2.0"
  path:
    dependency: transitive
    description:
      name: path
      url: "https://pub.dev"
    source: hosted
    version: "1.9.0"
`,
    packages: [
      'pkg:pub/http@1.2.0 L2 direct runtime from https://pub.dev',
      'pkg:pub/path@1.9.0 L10 indirect from https://pub.dev',
    ],
  },
  {
    name: 'mix.exs',
    path: 'mix.exs',
    text: `  defp deps do
    [
      {:phoenix, "~> 1.7"},
      {:credo, "1.7.3", only: [:dev], runtime: false},
      {:mine, github: "acme/mine"}
    ]
  end
`,
    packages: [
      'pkg:hex/phoenix (~> 1.7) L3 direct runtime',
      'pkg:hex/credo@1.7.3 L4 direct dev',
      'pkg:hex/mine L5 direct runtime from https://github.com/acme/mine',
    ],
  },
  {
    name: 'mix.lock',
    path: 'mix.lock',
    text: `%{
  "plug": {:hex, :plug, "1.15.3", "712976f504418f6dff0a3e554c40d705a9bcf89a7ccef92fc6a5ef8f16a30a97", [:mix], [], "hexpm", "cc4365a3"},
  "mine": {:git, "https://github.com/acme/mine.git", "abcdef", []},
}
`,
    packages: [
      'pkg:hex/plug@1.15.3 L2',
      'pkg:hex/mine?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Facme%2Fmine.git%40abcdef L3 from https://github.com/acme/mine.git#abcdef',
    ],
  },
  {
    name: 'rebar.lock',
    path: 'rebar.lock',
    text: `{"1.2.0",
[{<<"cowboy">>,{pkg,<<"cowboy">>,<<"2.10.0">>},0},
 {<<"ranch">>,{pkg,<<"ranch">>,<<"1.8.0">>},1}]}.
`,
    packages: [
      'pkg:hex/cowboy@2.10.0 L2 direct',
      'pkg:hex/ranch@1.8.0 L3 indirect',
    ],
  },
  {
    name: 'gleam.toml',
    path: 'gleam.toml',
    text: `name = "app"
version = "1.0.0"
[dependencies]
gleam_stdlib = ">= 0.34.0 and < 2.0.0"
[dev-dependencies]
gleeunit = "1.0.0"
`,
    packages: [
      'pkg:hex/gleam_stdlib (>= 0.34.0 and < 2.0.0) L4 direct runtime',
      'pkg:hex/gleeunit@1.0.0 L6 direct dev',
      'pkg:hex/app@1.0.0 L1 project',
    ],
  },
  {
    name: 'gleam manifest.toml',
    path: 'manifest.toml',
    text: `packages = [
  { name = "gleam_stdlib", version = "0.36.0", build_tools = ["gleam"], requirements = [], otp_app = "gleam_stdlib", source = "hex", outer_checksum = "C0D1" },
]
[requirements]
gleam_stdlib = { version = ">= 0.34.0" }
`,
    packages: [
      'pkg:hex/gleam_stdlib@0.36.0 L2 direct',
    ],
  },
];
