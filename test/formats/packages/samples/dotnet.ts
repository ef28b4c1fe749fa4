import type { Sample } from './sample.ts';

export const dotnet: readonly Sample[] = [
  {
    name: 'csproj',
    path: 'app.csproj',
    text: `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><SerilogVersion>3.1.1</SerilogVersion></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="LiteDB" Version="5.0.12" />
    <PackageReference Include="Serilog"><Version>$(SerilogVersion)</Version></PackageReference>
    <PackageReference Include="Analyzer" Version="[1.0,2.0)" PrivateAssets="all" />
  </ItemGroup>
</Project>
`,
    packages: [
      'pkg:nuget/LiteDB@5.0.12 L4 direct runtime',
      'pkg:nuget/Serilog@3.1.1 L5 direct runtime',
      'pkg:nuget/Analyzer ([1.0,2.0)) L6 direct dev',
    ],
  },
  {
    name: 'packages.config',
    path: 'packages.config',
    text: `<packages>
  <package id="Newtonsoft.Json" version="13.0.3" targetFramework="net48" />
  <package id="StyleCop" version="6.2.0" developmentDependency="true" />
</packages>
`,
    packages: [
      'pkg:nuget/Newtonsoft.Json@13.0.3 L2 runtime',
      'pkg:nuget/StyleCop@6.2.0 L3 dev',
    ],
  },
  {
    name: 'packages.lock.json',
    path: 'packages.lock.json',
    text: `{
  "version": 1,
  "dependencies": {
    "net8.0": {
      "Core": { "type": "Direct", "requested": "[1.24.0, )", "resolved": "1.24.0", "contentHash": "aaa", "dependencies": { "Leaf": "1.1.1" } },
      "Leaf": { "type": "Transitive", "resolved": "1.1.1", "contentHash": "bbb" },
      "own": { "type": "Project" }
    }
  }
}
`,
    packages: [
      'pkg:nuget/Core@1.24.0 ([1.24.0, )) L5 direct',
      'pkg:nuget/Leaf@1.1.1 L6 indirect < Core',
    ],
  },
  {
    name: 'deps.json',
    path: 'app.deps.json',
    text: `{ "libraries": { "app/1.0.0": { "type": "project" }, "Serilog/3.1.1": { "type": "package", "sha512": "sha512-P6G4" } } }
`,
    packages: [
      'pkg:nuget/app@1.0.0 L1 project',
      'pkg:nuget/Serilog@3.1.1 L1',
    ],
  },
  {
    name: 'paket.dependencies',
    path: 'paket.dependencies',
    text: `source https://api.nuget.org/v3/index.json
nuget NUnit ~> 2.6.3 // comment
nuget Json == 12.0.3
github fsharp/FAKE:5.20.4
group Test
  nuget Expecto
`,
    packages: [
      'pkg:nuget/NUnit (~> 2.6.3) L2 direct runtime',
      'pkg:nuget/Json@12.0.3 (== 12.0.3) L3 direct runtime',
      'pkg:github/fsharp/fake@5.20.4 L4 direct runtime from https://github.com/fsharp/FAKE',
      'pkg:nuget/Expecto L6 direct test',
    ],
  },
  {
    name: 'paket.lock',
    path: 'paket.lock',
    text: `NUGET
  remote: https://api.nuget.org/v3/index.json
    FSharp.Core (4.5.0)
    NUnit (2.6.4)
      NUnit.Console (>= 3.0)
    NUnit.Console (3.0.1)
GITHUB
  remote: fsharp/FAKE
    src/file.fs (5abc)
`,
    packages: [
      'pkg:nuget/FSharp.Core@4.5.0 L3 from https://api.nuget.org/v3/index.json',
      'pkg:nuget/NUnit@2.6.4 L4 from https://api.nuget.org/v3/index.json',
      'pkg:nuget/NUnit.Console@3.0.1 L6 < NUnit from https://api.nuget.org/v3/index.json',
      'pkg:github/fsharp/fake@5abc L9 from https://github.com/fsharp/FAKE',
    ],
  },
];
