// Templates for the benchmark of infrastructure: services as they are found together, half of them set up carelessly.

const terraformKinds = [
  (n) => `resource "aws_s3_bucket" "data${n}" {\n  bucket = "\${local.name}-data-${n}"\n  tags   = local.tags\n}\n\nresource "aws_s3_bucket_versioning" "data${n}" {\n  bucket = aws_s3_bucket.data${n}.id\n  versioning_configuration {\n    status = var.versioning ? "Enabled" : "Suspended"\n  }\n}\n`,
  (n) => `resource "aws_security_group" "web${n}" {\n  name   = "\${local.name}-web-${n}"\n  vpc_id = var.vpc\n\n  dynamic "ingress" {\n    for_each = var.ports\n    content {\n      description = "port \${ingress.value}"\n      from_port   = ingress.value\n      to_port     = ingress.value\n      protocol    = "tcp"\n      cidr_blocks = ["${n % 2 === 0 ? '0.0.0.0/0' : '10.0.0.0/8'}"]\n    }\n  }\n}\n`,
  (n) => `resource "aws_db_instance" "db${n}" {\n  identifier          = "\${local.name}-db-${n}"\n  engine              = "postgres"\n  engine_version      = "16.3"\n  instance_class      = "db.t3.micro"\n  allocated_storage   = 20\n  username            = "app"\n  password            = var.password\n  publicly_accessible = ${n % 3 === 0}\n  storage_encrypted   = ${n % 2 === 0}\n  skip_final_snapshot = true\n}\n`,
  (n) => `resource "aws_iam_role" "role${n}" {\n  name = "\${local.name}-role-${n}"\n  assume_role_policy = jsonencode({\n    Version   = "2012-10-17"\n    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]\n  })\n}\n\nresource "aws_iam_role_policy" "role${n}" {\n  role   = aws_iam_role.role${n}.id\n  policy = data.aws_iam_policy_document.read${n}.json\n}\n\ndata "aws_iam_policy_document" "read${n}" {\n  statement {\n    actions   = ["s3:Get${n % 2 === 0 ? '*' : 'Object'}"]\n    resources = ["arn:aws:s3:::\${local.name}/*"]\n  }\n}\n`,
  (n) => `resource "aws_instance" "app${n}" {\n  ami           = "ami-0123456789abcdef0"\n  instance_type = lookup(var.sizes, "app${n}", "t3.micro")\n  user_data     = <<-EOT\n    #!/bin/sh\n    echo "\${local.name}" > /etc/name\n  EOT\n\n  root_block_device {\n    encrypted = ${n % 2 === 0}\n  }\n\n  tags = merge(local.tags, { Name = "\${local.name}-app-${n}" })\n}\n`,
  (n) => `resource "aws_sqs_queue" "jobs${n}" {\n  name                    = "\${local.name}-jobs-${n}"\n  sqs_managed_sse_enabled = ${n % 2 === 0}\n}\n\nresource "aws_cloudwatch_log_group" "app${n}" {\n  name              = "/app/\${local.name}/${n}"\n  retention_in_days = ${n % 2 === 0 ? 365 : 7}\n}\n`,
];

const variables = `variable "name" {\n  type    = string\n  default = "shop"\n}\n\nvariable "versioning" {\n  type    = bool\n  default = true\n}\n\nvariable "ports" {\n  type    = list(number)\n  default = [80, 443, 22]\n}\n\nvariable "sizes" {\n  type    = map(string)\n  default = {}\n}\n\nvariable "vpc" {\n  type = string\n}\n\nvariable "password" {\n  type      = string\n  sensitive = true\n}\n\nlocals {\n  name = lower("\${var.name}-\${terraform.workspace}")\n  tags = { Team = "shop", Stage = "test" }\n}\n`;

/** One Terraform file with about this many resources. */
export function terraform(count) {
  const parts = [variables];
  for (let made = 0, number = 0; made < count; number++) {
    const text = terraformKinds[number % terraformKinds.length](number);
    parts.push(text);
    made += text.split('\nresource ').length;
  }
  return parts.join('\n');
}

/** A repository of ten stacks that use a module of their own: path and text of each file. */
export function terraformTree() {
  const files = [];
  for (let stack = 0; stack < 10; stack++) {
    const folder = `stack${stack}`;
    files.push([`${folder}/variables.tf`, variables], [`${folder}/app.tf`, terraform(14).slice(variables.length)]);
    files.push([`${folder}/network.tf`, `module "network" {\n  source = "../modules/network"\n  cidr   = "10.${stack}.0.0/16"\n  open   = ${stack % 2 === 0}\n}\n`]);
  }
  files.push(['modules/network/main.tf', 'variable "cidr" {\n  type = string\n}\n\nvariable "open" {\n  type = bool\n}\n\nresource "aws_vpc" "main" {\n  cidr_block = var.cidr\n}\n\nresource "aws_subnet" "main" {\n  count                   = 3\n  vpc_id                  = aws_vpc.main.id\n  cidr_block              = cidrsubnet(var.cidr, 4, count.index)\n  map_public_ip_on_launch = var.open\n}\n']);
  return files;
}

const cloudFormationKinds = [
  (n) => `  Data${n}:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Sub "\${Name}-data-${n}"\n      VersioningConfiguration: {Status: !If [Live, Enabled, Suspended]}\n`,
  (n) => `  Web${n}:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: web\n      VpcId: !Ref Vpc\n      SecurityGroupIngress:\n        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: ${n % 2 === 0 ? '0.0.0.0/0' : '10.0.0.0/8'}}\n`,
  (n) => `  Db${n}:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: postgres\n      DBInstanceClass: db.t3.micro\n      AllocatedStorage: "20"\n      MasterUsername: app\n      MasterUserPassword: !Ref Password\n      PubliclyAccessible: ${n % 3 === 0}\n      StorageEncrypted: ${n % 2 === 0}\n`,
  (n) => `  Role${n}:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument:\n        Version: "2012-10-17"\n        Statement:\n          - {Effect: Allow, Action: sts:AssumeRole, Principal: {Service: ec2.amazonaws.com}}\n      Policies:\n        - PolicyName: read\n          PolicyDocument:\n            Version: "2012-10-17"\n            Statement:\n              - {Effect: Allow, Action: "s3:Get${n % 2 === 0 ? '*' : 'Object'}", Resource: !Sub "arn:aws:s3:::\${Name}/*"}\n`,
  (n) => `  Jobs${n}:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: !Join ["-", [!Ref Name, jobs, "${n}"]]\n      SqsManagedSseEnabled: ${n % 2 === 0}\n`,
  (n) => `  Log${n}:\n    Type: AWS::Logs::LogGroup\n    Properties:\n      LogGroupName: !Sub "/app/\${Name}/${n}"\n      RetentionInDays: ${n % 2 === 0 ? 365 : 7}\n`,
];

/** A CloudFormation template with this many resources; the number makes it differ from others. */
export function cloudFormation(count, number = 0) {
  const head = `AWSTemplateFormatVersion: "2010-09-09"\nDescription: stack ${number}\nParameters:\n  Name: {Type: String, Default: shop}\n  Stage: {Type: String, Default: test}\n  Vpc: {Type: "AWS::EC2::VPC::Id"}\n  Password: {Type: String, NoEcho: true}\nConditions:\n  Live: !Equals [!Ref Stage, live]\nResources:\n`;
  return head + Array.from({ length: count }, (_one, index) => cloudFormationKinds[index % cloudFormationKinds.length](index)).join('');
}
