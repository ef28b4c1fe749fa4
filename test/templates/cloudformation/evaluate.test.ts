import { describe, expect, it } from 'vitest';
import { rangeOf } from '../../../src/formats/place.ts';
import { readCloudFormation } from '../../../src/templates/cloudformation/read-cloudformation.ts';
import type { EvaluatedTemplate, Value } from '../../../src/templates/value.ts';

function read(text: string, files: Readonly<Record<string, string>> = {}): EvaluatedTemplate {
  return readCloudFormation('stacks/template.yaml', text, { readText: (path) => files[path], list: () => [] });
}

/** A value as plain data: unknown text as its pieces, other unknown values as what they refer to or why. */
function plain(value: Value | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.kind === 'known') return value.value;
  if (value.kind === 'list') return value.open === true ? { open: value.items.map(plain) } : value.items.map(plain);
  if (value.kind === 'map') return { ...Object.fromEntries([...value.entries].map(([key, one]) => [key, plain(one)])), ...(value.open === true ? { open: true } : {}) };
  if (value.reference !== undefined) return { to: `${value.reference.resource}.${value.reference.attribute}` };
  if (value.mayBeAbsent === true) return { absent: value.why };
  return value.parts === undefined ? { why: value.why } : { parts: value.parts };
}

const head = `Parameters:
  Name: {Type: String, Default: data}
  Env: {Type: String}
  Size: {Type: String, AllowedValues: [small, large]}
  Fixed: {Type: String, AllowedValues: [one]}
  Names: {Type: CommaDelimitedList, Default: "a, b,c"}
  Image: {Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: /aws/image}
Mappings:
  Sizes:
    small: {cpu: 1, same: x}
    large: {cpu: 2, same: x}
Conditions:
  Always: !Equals [!Ref Name, data]
  Never: !Not [!Condition Always]
  IsProd: !Equals [!Ref Env, prod]
  IsHuge: !Equals [!Ref Size, huge]
  Either: !Or [!Condition IsProd, !Condition Always]
  Both: !And [{Condition: IsProd}, {Condition: Never}]
  Long: {"Fn::Not": [{"Fn::Equals": [{Ref: Name}, other]}]}
Resources:
  Key: {Type: "AWS::KMS::Key"}
`;

/** The value of one property of a resource. */
function property(written: string): unknown {
  const found = read(`${head}  Thing:\n    Type: AWS::S3::Bucket\n    Properties:\n      Value: ${written}\n`);
  return plain(found.resources.find((one) => one.name === 'Thing')?.properties.entries.get('Value'));
}

describe('a value', () => {
  it.each([
    ['written plainly stays', '10', 10],
    ['that YAML 1.1 reads as a boolean is one', 'yes', true],
    ['in quotes stays a text', '"yes"', 'yes'],
    ['Ref takes a default', '!Ref Name', 'data'],
    ['Ref takes the only allowed value', '!Ref Fixed', 'one'],
    ['Ref of a parameter without default is an unknown text', '!Ref Env', { parts: [null] }],
    ['Ref of a stored parameter is not its default', '!Ref Image', { parts: [null] }],
    ['Ref of a list parameter is a list', '!Ref Names', ['a', 'b', 'c']],
    ['Ref of a resource refers', '!Ref Key', { to: 'Key.Ref' }],
    ['Ref in long form', '{Ref: Key}', { to: 'Key.Ref' }],
    ['GetAtt', '!GetAtt Key.Arn', { to: 'Key.Arn' }],
    ['GetAtt in long form', '{"Fn::GetAtt": [Key, Arn]}', { to: 'Key.Arn' }],
    ['a pseudo parameter', '!Ref AWS::Region', { parts: [null] }],
    ['NoValue is absence', '!Ref AWS::NoValue', undefined],
    ['Sub of known values', '!Sub "${Name}-x"', 'data-x'],
    ['Sub in part', '!Sub "arn:${AWS::Partition}:s3:::${Name}/*"', { parts: ['arn:', null, ':s3:::data/*'] }],
    ['Sub of one reference is the reference', '!Sub "${Key.Arn}"', { to: 'Key.Arn' }],
    ['Sub with variables', '!Sub ["${A}${B}", {A: 1, B: !Ref Name}]', '1data'],
    ['Sub with a literal', '!Sub "${!Name}"', '${Name}'],
    ['Sub in long form', '{"Fn::Sub": "${Name}"}', 'data'],
    ['Join', '!Join ["-", [a, !Ref Name, c]]', 'a-data-c'],
    ['Join in part', '!Join ["", ["arn:", !Ref Env, ":root"]]', { parts: ['arn:', null, ':root'] }],
    ['Join over a list parameter', '!Join [":", !Ref Names]', 'a:b:c'],
    ['Select', '!Select [1, [a, b]]', 'b'],
    ['Select by a text', '!Select ["0", !Ref Names]', 'a'],
    ['Select by an unknown index, where all agree', '!Select [!Ref Env, [x, x]]', 'x'],
    ['Select of zones', '!Select [0, !GetAZs ""]', { why: 'the zones of the region' }],
    ['Split', '!Split [",", "a,b"]', ['a', 'b']],
    ['Split in part', '!Split ["/", !Sub "a/b/${Env}"]', { open: ['a', 'b'] }],
    ['Cidr', '!Cidr ["10.0.0.0/16", 2, 8]', ['10.0.0.0/24', '10.0.1.0/24']],
    ['Base64 keeps the text', '!Base64 "echo hello"', 'echo hello'],
    ['ImportValue', '!ImportValue net', { parts: [null] }],
    ['FindInMap', '!FindInMap [Sizes, small, cpu]', 1],
    ['FindInMap with an unknown key', '!FindInMap [Sizes, !Ref Size, cpu]', { parts: [null] }],
    ['FindInMap with an unknown key, where all agree', '!FindInMap [Sizes, !Ref Size, same]', 'x'],
    ['FindInMap with a default', '!FindInMap [Sizes, tiny, cpu, {DefaultValue: 7}]', 7],
    ['Length', '{"Fn::Length": !Ref Names}', 3],
    ['ToJsonString', '{"Fn::ToJsonString": {A: [1, !Ref Name]}}', '{"A":[1,"data"]}'],
    ['If that is decided', '!If [Always, 1, 2]', 1],
    ['If not', '!If [Never, 1, 2]', 2],
    ['If in long form', '{"Fn::If": [Long, 1, 2]}', 1],
    ['If that is open', '!If [IsProd, a, b]', { parts: [null] }],
    ['If that is open, where both agree', '!If [IsProd, a, a]', 'a'],
    ['If with a value that no parameter may have', '!If [IsHuge, a, b]', 'b'],
    ['If over Or', '!If [Either, a, b]', 'a'],
    ['If over And', '!If [Both, a, b]', 'b'],
    ['If that may leave out', '!If [IsProd, a, !Ref AWS::NoValue]', { absent: 'condition IsProd, on parameter Env, which has no default' }],
    ['If inside the same If', '!If [IsProd, !If [IsProd, a, b], a]', 'a'],
    ['maps of an open If are joined', '!If [IsProd, {A: 1, B: x}, {A: 1, B: y}]', { A: 1, B: { parts: [null] } }],
    ['an item that may be absent leaves a list open', '[a, !If [IsProd, b, !Ref AWS::NoValue]]', { open: ['a'] }],
    ['an item that is absent is none', '[a, !If [Always, !Ref AWS::NoValue, b]]', ['a']],
    ['a macro leaves its map open', '{"Fn::Transform": {Name: "AWS::Include"}, A: 1}', { A: 1, open: true }],
    ['a tested value', '!Equals [a, a]', true],
    ['a policy document keeps its Condition', '{Condition: {Bool: {a: b}}}', { Condition: { Bool: { a: 'b' } } }],
  ])('%s', (_name, written, expected) => {
    expect(property(written)).toEqual(expected);
  });

  it('points at where it is used', () => {
    const found = read(`${head}  Thing:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Ref Name\n`);
    const at = found.resources.find((one) => one.name === 'Thing')?.properties.entries.get('BucketName')?.at;
    expect(at === undefined ? undefined : rangeOf(at)).toMatchObject({ startLine: 25, startColumn: 19 });
  });
});

describe('a resource', () => {
  it.each([
    ['in its properties', '  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: b\n      Fn::Transform: {Name: AWS::Include, Parameters: {Location: "s3://a/b"}}\n', 'the macro AWS::Include, which is not run'],
    ['around it', '  A:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: b}\n    Fn::Transform: {Name: Own}\n', 'the macro Own, which is not run'],
    ['that is all its properties', '  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      Fn::Transform: {Parameters: {}}\n', 'the macro of Fn::Transform, which is not run'],
  ])('with a macro %s may have more, and says by what', (_, text, why) => {
    expect(read(`Resources:\n${text}`).resources[0]?.properties).toMatchObject({ open: true, openBy: why });
  });

  it('under a condition that only defaults make false is in doubt, and off; what no parameter can make true is left out', () => {
    const template = `Parameters:\n  Env: {Type: String, Default: dev}\n  Size: {Type: String, Default: small, AllowedValues: [small, large]}\nConditions:\n  Prod: !Equals [!Ref Env, prod]\n  Huge: !Equals [!Ref Size, huge]\n  Never: !Equals [a, b]\n  Dev: !Not [!Condition Prod]\nResources:\n  A: {Type: "AWS::S3::Bucket", Condition: Prod, Properties: {Value: !If [Prod, !Ref Env, b]}}\n  B: {Type: "AWS::S3::Bucket", Condition: Huge}\n  C: {Type: "AWS::S3::Bucket", Condition: Never}\n  D: {Type: "AWS::S3::Bucket", Condition: Dev}\n`;
    const found = read(template).resources;
    expect(found.map((one) => [one.name, one.isOffByDefault, one.condition?.why, plain(one.properties)])).toEqual([
      ['A', true, 'condition Prod, which the defaults of parameters make false', { Value: 'dev' }],
      ['D', undefined, undefined, {}],
    ]);
  });

  it('under a condition that is false is left out, under an open one it is in doubt and the condition holds inside it', () => {
    const found = read(`${head.replace('Always: !Equals [!Ref Name, data]', 'Always: !Equals [a, a]')}  Gone: {Type: "AWS::S3::Bucket", Condition: Never}\n  Open: {Type: "AWS::S3::Bucket", Condition: IsProd, Properties: {Value: !If [IsProd, a, b]}}\n`);
    expect(found.resources.map((one) => [one.name, one.condition?.why, plain(one.properties)])).toEqual([
      ['Key', undefined, {}],
      ['Open', 'condition IsProd, on parameter Env, which has no default', { Value: 'a' }],
    ]);
  });

  it('in JSON has the same places and values', () => {
    const found = read('{\n  "Resources": {\n    "Data": {\n      "Type": "AWS::S3::Bucket",\n      "Properties": {"BucketName": {"Fn::Sub": "a-${AWS::Region}"}}\n    }\n  }\n}');
    expect(found.resources.map((one) => [one.name, plain(one.properties), rangeOf(one.head).startLine, rangeOf(one.at).endLine])).toEqual([['Data', { BucketName: { parts: ['a-', null] } }, 3, 6]]);
  });

  it('of a loop is one for each item, with the name and the values of the item', () => {
    const found = read(`Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Buckets:
    - Name
    - [Logs, Data]
    - Bucket\${Name}:
        Type: AWS::S3::Bucket
        Properties:
          BucketName: !Sub "x-\${Name}"
          Tags:
            - {Key: Name, Value: !Ref Name}
`);
    expect(found.problems).toEqual([]);
    expect(found.resources.map((one) => [one.name, plain(one.properties)])).toEqual([
      ['BucketLogs', { BucketName: 'x-Logs', Tags: [{ Key: 'Name', Value: 'Logs' }] }],
      ['BucketData', { BucketName: 'x-Data', Tags: [{ Key: 'Name', Value: 'Data' }] }],
    ]);
  });

  it('of a loop over unknown items is in doubt', () => {
    const found = read('Parameters: {Names: {Type: CommaDelimitedList}}\nResources:\n  Fn::ForEach::Buckets:\n    - Name\n    - !Ref Names\n    - Bucket${Name}: {Type: "AWS::S3::Bucket", Properties: {BucketName: !Ref Name}}\n');
    expect(found.resources.map((one) => [one.type, one.condition?.why, plain(one.properties)])).toEqual([['AWS::S3::Bucket', 'parameter Names, which has no default', { BucketName: { parts: [null] } }]]);
  });
});

describe('a nested stack', () => {
  const parent = 'Resources:\n  Key: {Type: "AWS::KMS::Key"}\n  Net:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ./net.yaml\n      Parameters: {Public: true, Key: !GetAtt Key.Arn}\n  User: {Type: "AWS::S3::Bucket", Properties: {BucketName: !GetAtt Net.Outputs.Name}}\n';
  const child = 'Parameters: {Public: {Type: String}, Key: {Type: String}}\nConditions: {IsPublic: !Equals [!Ref Public, "true"]}\nResources:\n  Topic: {Type: "AWS::SNS::Topic", Condition: IsPublic, Properties: {KmsMasterKeyId: !Ref Key, DisplayName: !Ref Other}}\n  Other: {Type: "AWS::SNS::Topic"}\nOutputs:\n  Name: {Value: fixed}\n';

  it('is evaluated with the parameters it is given and gives its outputs', () => {
    const found = read(parent, { 'stacks/net.yaml': child });
    expect(found.inputs).toEqual(['stacks/template.yaml', 'stacks/net.yaml']);
    expect(found.problems).toEqual([]);
    expect(found.resources.map((one) => [one.name, one.head.source.path, one.condition])).toEqual([
      ['Key', 'stacks/template.yaml', undefined],
      ['Net', 'stacks/template.yaml', undefined],
      ['User', 'stacks/template.yaml', undefined],
      ['Net/Topic', 'stacks/net.yaml', undefined],
      ['Net/Other', 'stacks/net.yaml', undefined],
    ]);
    expect(plain(found.resources[3]?.properties)).toEqual({ KmsMasterKeyId: { to: 'Key.Arn' }, DisplayName: { to: 'Net/Other.Ref' } });
    expect(plain(found.resources[2]?.properties)).toEqual({ BucketName: 'fixed' });
  });

  it('that nests itself ends', () => {
    const found = read('Resources:\n  Again: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: template.yaml}}\n', { 'stacks/template.yaml': 'Resources: {}' });
    expect(found.problems.map((one) => one.code)).toEqual(['cycle']);
  });

  it('outside the repository, or at an address, is left alone', () => {
    for (const url of ['../../etc/net.yaml', 'https://example.com/net.yaml']) expect(read(`Resources:\n  Net: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: "${url}"}}\n`).problems).toEqual([]);
  });
});

describe('a problem', () => {
  it.each([
    ['an unknown reference', 'Resources:\n  A: {Type: "AWS::S3::Bucket", Properties: {BucketName: !Ref Nobody}}\n', 'unknown-reference', 2],
    ['an unknown dependency', 'Resources:\n  A: {Type: "AWS::S3::Bucket", DependsOn: Nobody}\n', 'unknown-reference', 2],
    ['an unknown condition', 'Resources:\n  A: {Type: "AWS::S3::Bucket", Condition: Nobody}\n', 'unknown-reference', 2],
    ['an unknown key of a mapping', 'Mappings: {M: {a: {b: 1}}}\nResources:\n  A: {Type: "AWS::S3::Bucket", Properties: {BucketName: !FindInMap [M, a, c]}}\n', 'unknown-reference', 3],
    ['a duplicate key', 'Resources:\n  A: {Type: "AWS::S3::Bucket"}\n  A: {Type: "AWS::S3::Bucket"}\n', 'duplicate-key', 3],
    ['a cycle of resources', 'Resources:\n  A: {Type: "AWS::S3::Bucket", DependsOn: B}\n  B: {Type: "AWS::S3::Bucket", Properties: {BucketName: !Ref A}}\n', 'cycle', 2],
    ['a cycle of conditions', 'Conditions:\n  A: !Not [!Condition B]\n  B: !Not [!Condition A]\nResources:\n  X: {Type: "AWS::S3::Bucket", Condition: A}\n', 'cycle', 3],
    ['a resource without a type', 'Resources:\n  A: {Properties: {}}\n', 'syntax', 2],
    ['broken YAML', 'Resources:\n  A: {Type: [\n', 'syntax', 3],
    ['broken JSON', '{"Resources": {\n  "A": {"Type": "AWS::S3::Bucket" "x"}}}', 'syntax', 2],
    ['marks of a template engine', 'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    {% if x %}\n', 'syntax', 4],
  ])('%s is named with its place', (_name, text, code, line) => {
    const found = read(text).problems.map((one) => [one.code, rangeOf(one.at).startLine]);
    expect(found).toContainEqual([code, line]);
  });
});

describe('a serverless template', () => {
  it('gives what it becomes, with the globals merged', () => {
    const found = read(`Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: nodejs20.x, Tracing: Active, Environment: {Variables: {A: 1}}}
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Environment: {Variables: {B: 2}}
      Policies: [AdministratorAccess, {Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}]
      FunctionUrlConfig: {AuthType: NONE}
`);
    expect(found.resources.map((one) => `${one.type} ${one.name}`)).toEqual(['AWS::Serverless::Function Hello', 'AWS::Lambda::Function Hello', 'AWS::IAM::Role HelloRole', 'AWS::Lambda::Url HelloUrl']);
    expect(plain(found.resources[1]?.properties)).toMatchObject({ Runtime: 'nodejs20.x', TracingConfig: { Mode: 'Active' }, Environment: { Variables: { A: 1, B: 2 } } });
    expect(plain(found.resources[2]?.properties)).toMatchObject({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'], Policies: [{ PolicyDocument: { Statement: [{ Action: '*' }] } }] });
  });
});
