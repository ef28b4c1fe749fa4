import type { Sample } from './sample.ts';

export const installed: readonly Sample[] = [
  {
    name: 'METADATA of a wheel in the tree',
    path: 'vendor/typing_extensions-4.12.2.dist-info/METADATA',
    text: 'Metadata-Version: 2.3\nName: typing_extensions\nVersion: 4.12.2\nSummary: x\nLicense-Expression: PSF-2.0\nRequires-Dist: other\n\nName: not-this\nVersion: 9\n',
    packages: ['pkg:pypi/typing-extensions@4.12.2 L2 [PSF-2.0]'],
  },
  {
    name: 'PKG-INFO of a source archive',
    path: 'third_party/idna/PKG-INFO',
    text: 'Metadata-Version: 1.1\nName: idna\nVersion: 3.7\nLicense: UNKNOWN\nDescription: text\n        Name: other\n',
    packages: ['pkg:pypi/idna@3.7 L2'],
  },
  {
    name: 'conda-meta',
    path: 'env/conda-meta/zlib-1.2.13-h1.json',
    text: '{\n  "build": "h1",\n  "depends": ["libzlib 1.2.13"],\n  "license": "Zlib",\n  "name": "zlib",\n  "version": "1.2.13"\n}\n',
    packages: ['pkg:conda/zlib@1.2.13 L5 [Zlib]'],
  },
  {
    name: 'META.json of CPAN',
    path: 'inc/URI/META.json',
    text: '{\n  "abstract": "x",\n  "license": ["perl_5"],\n  "meta-spec": {"version": 2},\n  "name": "URI",\n  "prereqs": {"runtime": {"requires": {"name": "1"}}},\n  "version": "5.28"\n}\n',
    packages: ['pkg:cpan/URI@5.28 L5 [perl_5]'],
  },
  {
    name: 'META.yml of CPAN',
    path: 'inc/URI/META.yml',
    text: "---\nabstract: x\nlicense: perl\nmeta-spec:\n  url: http://module-build.sourceforge.net/META-spec-v1.4.html\n  version: '1.4'\nname: URI\nrequires:\n  name: '1'\nversion: '5.28'\n",
    packages: ['pkg:cpan/URI@5.28 L7 [perl]'],
  },
  {
    name: 'cpanfile',
    path: 'cpanfile',
    text: "requires 'perl', '5.10.1';\nrequires 'Plack', '>= 1.0, < 2.0';\nrequires 'JSON::XS', '== 4.03';\n# requires 'Old';\nrecommends 'Cpanel::JSON::XS';\non 'test' => sub {\n  requires \"Test::More\" => 0.98;\n};\ntest_requires 'Test::Deep';\nauthor_requires 'Dist::Zilla';\n",
    packages: ['pkg:cpan/Plack (>= 1.0, < 2.0) L2 direct runtime', 'pkg:cpan/JSON-XS@4.03 (== 4.03) L3 direct runtime', 'pkg:cpan/Cpanel-JSON-XS L5 direct optional', 'pkg:cpan/Test-More (0.98) L7 direct test', 'pkg:cpan/Test-Deep L9 direct test', 'pkg:cpan/Dist-Zilla L10 direct dev'],
  },
  {
    name: 'nuspec',
    path: 'Acme.Tools.nuspec',
    text: '<?xml version="1.0"?>\n<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">\n<metadata>\n<id>Acme.Tools</id>\n<version>1.2.0-beta</version>\n<license type="expression">MIT</license>\n<dependencies>\n<group targetFramework="net8.0">\n<dependency id="Serilog" version="[3.1.1]" />\n<dependency id="Polly" version="8.0.0" />\n</group>\n</dependencies>\n</metadata>\n</package>\n',
    packages: ['pkg:nuget/Serilog@3.1.1 ([3.1.1]) L9 direct runtime', 'pkg:nuget/Polly (8.0.0) L10 direct runtime', 'pkg:nuget/Acme.Tools@1.2.0-beta L4 project [MIT]'],
  },
  {
    name: 'dotnet-tools.json',
    path: '.config/dotnet-tools.json',
    text: '{\n  "version": 1,\n  "isRoot": true,\n  "tools": {\n    "dotnet-ef": {\n      "version": "8.0.1",\n      "commands": ["dotnet-ef"]\n    }\n  }\n}\n',
    packages: ['pkg:nuget/dotnet-ef@8.0.1 L5 direct dev'],
  },
];
