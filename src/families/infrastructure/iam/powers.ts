import { doubtIn, isList, isUnknown, itemsOf, list, select, termOf, type Term, type Truth, type UnknownTerm } from '../../../expressions/term.ts';
import { anyText, coversAction, coversAnyResource, hasEffect, statementsOf } from './statements.ts';

/**
 * Ways to more rights, each a set of actions that together suffice (Rhino Security Labs, "AWS IAM privilege escalation",
 * and pathfinding.cloud).
 */
const escalations: ReadonlyMap<string, readonly string[]> = new Map([
  ['a new version of a policy', ['iam:CreatePolicyVersion']],
  ['another default version of a policy', ['iam:SetDefaultPolicyVersion']],
  ['an access key of another user', ['iam:CreateAccessKey']],
  ['a console password of another user', ['iam:CreateLoginProfile']],
  ['a changed console password', ['iam:UpdateLoginProfile']],
  ['a policy attached to a user', ['iam:AttachUserPolicy']],
  ['a policy attached to a group', ['iam:AttachGroupPolicy']],
  ['a policy attached to a role', ['iam:AttachRolePolicy']],
  ['an inline policy of a user', ['iam:PutUserPolicy']],
  ['an inline policy of a group', ['iam:PutGroupPolicy']],
  ['an inline policy of a role', ['iam:PutRolePolicy']],
  ['membership in a group', ['iam:AddUserToGroup']],
  ['a changed trust policy', ['iam:UpdateAssumeRolePolicy', 'sts:AssumeRole']],
  ['an instance with another role', ['iam:PassRole', 'ec2:RunInstances']],
  ['a function with another role', ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction']],
  ['a function with another role and a trigger', ['iam:PassRole', 'lambda:CreateFunction', 'lambda:CreateEventSourceMapping']],
  ['changed code of a function', ['lambda:UpdateFunctionCode']],
  ['a Glue endpoint with another role', ['iam:PassRole', 'glue:CreateDevEndpoint']],
  ['a changed Glue endpoint', ['glue:UpdateDevEndpoint']],
  ['a stack with another role', ['iam:PassRole', 'cloudformation:CreateStack']],
  ['a data pipeline with another role', ['iam:PassRole', 'datapipeline:CreatePipeline', 'datapipeline:PutPipelineDefinition']],
  ['a task with another role', ['iam:PassRole', 'ecs:RunTask', 'ecs:RegisterTaskDefinition']],
  ['a notebook with another role', ['iam:PassRole', 'sagemaker:CreateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl']],
  ['a build with another role', ['iam:PassRole', 'codebuild:CreateProject', 'codebuild:StartBuild']],
]);

/** Actions that hand out credentials. */
const credentialActions = [
  'airflow:CreateCliToken', 'airflow:CreateWebLoginToken', 'appsync:CreateApiKey', 'cloud9:CreateEnvironmentToken', 'codeartifact:GetAuthorizationToken', 'cognito-idp:GetSigningCertificate', 'emr-containers:GetManagedEndpointSessionCredentials',
  'gamelift:GetInstanceAccess', 'grafana:CreateWorkspaceApiKey', 'lightsail:CreateBucketAccessKey', 'lightsail:DownloadDefaultKeyPair', 'mediapackage:RotateIngestEndpointCredentials', 'elasticmapreduce:GetClusterSessionCredentials', 'redshift:GetClusterCredentialsWithIAM', 'redshift-serverless:GetCredentials', 'events:RetrieveConnectionCredentials',
  'chime:CreateApiKey', 'codepipeline:PollForJobs', 'cognito-identity:GetOpenIdToken', 'cognito-identity:GetOpenIdTokenForDeveloperIdentity', 'cognito-identity:GetCredentialsForIdentity',
  'connect:GetFederationToken', 'ec2:GetPasswordData', 'gamelift:RequestUploadCredentials', 'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:CreateServiceSpecificCredential',
  'iam:ResetServiceSpecificCredential', 'iam:UpdateAccessKey', 'lightsail:GetInstanceAccessDetails', 'lightsail:GetRelationalDatabaseMasterUserPassword', 'rds-db:connect', 'redshift:GetClusterCredentials',
  'sso:GetRoleCredentials', 'mediapackage:RotateChannelCredentials', 'sts:AssumeRole', 'sts:AssumeRoleWithSaml', 'sts:AssumeRoleWithWebIdentity', 'sts:GetFederationToken', 'sts:GetSessionToken',
];

/** Actions that read stored data or secrets. */
const dataActions = ['s3:GetObject', 'ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'secretsmanager:GetSecretValue'];

/** Actions that change who may do what. */
const permissionActions = [
  'iam:AttachUserPolicy', 'iam:AttachRolePolicy', 'iam:AttachGroupPolicy', 'iam:PutUserPolicy', 'iam:PutRolePolicy', 'iam:PutGroupPolicy', 'iam:CreatePolicy', 'iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion',
  'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile', 'iam:CreateRole', 'iam:CreateUser', 'iam:UpdateAssumeRolePolicy', 'iam:PassRole', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy',
  'iam:AddUserToGroup', 's3:PutBucketPolicy', 's3:PutBucketAcl', 's3:PutObjectAcl', 's3:DeleteBucketPolicy', 's3:PutBucketPublicAccessBlock', 's3:PutAccountPublicAccessBlock', 's3:PutAccessPointPolicy',
  'kms:CreateGrant', 'kms:PutKeyPolicy', 'lambda:AddPermission', 'lambda:AddLayerVersionPermission', 'sns:AddPermission', 'sns:SetTopicAttributes', 'sqs:AddPermission', 'sqs:SetQueueAttributes', 'ecr:SetRepositoryPolicy',
  'secretsmanager:PutResourcePolicy', 'ec2:ModifySnapshotAttribute', 'ec2:ModifyImageAttribute', 'ec2:CreateNetworkInterfacePermission', 'rds:ModifyDBSnapshotAttribute', 'glue:PutResourcePolicy',
  'elasticfilesystem:PutFileSystemPolicy', 'backup:PutBackupVaultAccessPolicy', 'glacier:SetVaultAccessPolicy', 'ram:CreateResourceShare', 'ram:AssociateResourceShare', 'es:CreateElasticsearchDomain', 'es:UpdateElasticsearchDomainConfig',
  'apigateway:UpdateRestApiPolicy', 'backup:PutBackupVaultSharingPolicy', 'cloudformation:SetStackPolicy', 'cognito-identity:SetIdentityPoolRoles', 'ec2:ModifyVpcEndpointServicePermissions', 'ec2:ResetSnapshotAttribute',
  'ecr-public:SetRepositoryPolicy', 'fsx:PutResourcePolicy', 'kms:RetireGrant', 'kms:RevokeGrant', 'lambda:EnableReplication', 'mediastore:PutContainerPolicy', 'ram:AcceptResourceShareInvitation', 'ram:UpdateResourceShare',
  'rds:AuthorizeDBSecurityGroupIngress', 'rds:ModifyDBClusterSnapshotAttribute', 'redshift:AuthorizeDataShare', 'redshift:CreateClusterUser', 'redshift:JoinGroup', 'redshift:ModifyClusterIamRoles', 'redshift:PutResourcePolicy',
  's3:BypassGovernanceRetention', 's3:ObjectOwnerOverrideToBucketOwner', 's3:PutAccessPointPolicyForObjectLambda', 's3:PutMultiRegionAccessPointPolicy', 's3:PutObjectVersionAcl', 'ssm:ModifyDocumentPermission',
  'sso:AttachCustomerManagedPolicyReferenceToPermissionSet', 'sso:AttachManagedPolicyToPermissionSet', 'sso:CreateAccountAssignment', 'sso:CreatePermissionSet', 'sso:PutInlinePolicyToPermissionSet', 'sso:PutPermissionsBoundaryToPermissionSet',
  'sso:UpdatePermissionSet', 'wafv2:PutPermissionPolicy',
  'acm-pca:CreatePermission', 'acm-pca:PutPolicy', 'codeartifact:PutRepositoryPermissionsPolicy', 'codebuild:PutResourcePolicy', 'dynamodb:PutResourcePolicy', 'logs:PutResourcePolicy', 'redshift:AuthorizeSnapshotAccess',
];

/** What changes users, groups, roles and what they sign in with; a role that a service makes for itself is none of them. */
const identityChange = /^iam:(?:Add|Attach|ChangePassword|Create(?!ServiceLinkedRole)|Deactivate|Delete|Detach|Enable|Put|Remove|Reset|Resync|Set|Update|Upload)[A-Za-z*?]*$/i;

/** Verbs that only read. An action of none of these writes. */
const readingVerbs = /^[a-z0-9-]+:(?:Get|List|Describe|View|Read|Lookup|Search|Query|Scan|Check|Test|Verify|Validate|Estimate|Preview|Simulate|BatchGet|BatchCheck|BatchDescribe|Filter|Select|Discover|Receive|Retrieve|Head|Download|Generate|Detect|Decode|Poll|StartQuery|StopQuery)[A-Za-z*?]*$/i;

/** Services whose writing actions name no resource, so that `*` is the only way to allow them. */
const unrestricted = /^(?:cloudwatch:PutMetricData|ec2:(?:CreateNetworkInterface|DeleteNetworkInterface|AssignPrivateIpAddresses|UnassignPrivateIpAddresses|AttachNetworkInterface|DetachNetworkInterface|RequestSpotInstances|ModifyNetworkInterfaceAttribute)|xray:Put\w+|ecr:GetAuthorizationToken|sts:Get\w+|ssmmessages:\w+|ec2messages:\w+|ssm:UpdateInstanceInformation|logs:CreateLogDelivery|logs:PutResourcePolicy|autoscaling:CreateOrUpdateTags|ce:\w+|route53domains:\w+|support:\w+|tag:\w+|iam:CreateServiceLinkedRole|cognito-identity:\w+|cognito-sync:\w+|mobileanalytics:\w+|polly:\w+|comprehend:\w+|rekognition:\w+|translate:\w+|textract:\w+)$/i;

type Power = 'credentials' | 'data' | 'permissions' | 'escalation' | 'write';

/**
 * Whether a document gives a power over every resource without a condition. For `escalation` the answer takes all of
 * its statements together; a full administrator (`*` on `*`) has every power.
 */
export function hasPower(document: Term, power: Power): Truth {
  const statements = statementsOf(document);
  if (isUnknown(statements)) return statements;
  let doubt: UnknownTerm | undefined = isList(statements) && statements.open === true ? doubtIn(statements) : undefined;
  const wide: Term[] = [];
  for (const item of itemsOf(statements)) {
    const statement = termOf(item);
    const applies = isWide(statement);
    if (applies === true) wide.push(statement);
    else if (applies !== false) doubt ??= applies;
  }
  const answer = power === 'escalation' ? escalationsIn(wide).items.length > 0 : anyStatement(wide, power);
  if (answer === true) return true;
  return isUnknown(answer) ? answer : (doubt ?? false);
}

function isWide(statement: Term): Truth {
  const allows = hasEffect(statement, 'Allow');
  if (allows !== true) return allows;
  if (!(typeof statement === 'object' && statement !== null && statement.kind === 'map')) return false;
  const condition = statement.entries.get('Condition');
  if (condition !== undefined && termOf(condition) !== null) return false;
  return coversAnyResource(statement);
}

function anyStatement(statements: readonly Term[], power: 'credentials' | 'data' | 'permissions' | 'write'): Truth {
  let doubt: UnknownTerm | undefined;
  for (const statement of statements) {
    const answer = power === 'write' ? writes(statement) : power === 'permissions' ? changesPermissions(statement) : anyAction(statement, power === 'credentials' ? credentialActions : dataActions);
    if (answer === true) return true;
    if (answer !== false) doubt ??= answer;
  }
  return doubt ?? false;
}

function changesPermissions(statement: Term): Truth {
  return anyText(select(statement, 'Action'), (action) => identityChange.test(action)) === true || anyAction(statement, permissionActions);
}

function anyAction(statement: Term, actions: readonly string[]): Truth {
  let doubt: UnknownTerm | undefined;
  for (const action of actions) {
    const answer = coversAction(statement, action);
    if (answer === true) return true;
    if (answer !== false) doubt ??= answer;
  }
  return doubt ?? false;
}

function writes(statement: Term): Truth {
  if (!(typeof statement === 'object' && statement !== null && statement.kind === 'map')) return false;
  const actions = termOf(statement.entries.get('Action'));
  if (actions === null) return statement.entries.has('NotAction');
  let doubt: UnknownTerm | undefined;
  for (const item of itemsOf(actions)) {
    const term = termOf(item);
    if (isUnknown(term)) doubt ??= term;
    else if (typeof term === 'string' && !readingVerbs.test(term) && !unrestricted.test(term)) return true;
  }
  return doubt ?? false;
}

/** The ways to more rights that statements over every resource open, by what they give. */
function escalationsIn(statements: readonly Term[]): { readonly kind: 'list'; readonly items: readonly string[] } {
  const found: string[] = [];
  for (const [name, actions] of escalations) {
    if (actions.every((action) => statements.some((statement) => coversAction(statement, action) === true))) found.push(name);
  }
  return { kind: 'list', items: found };
}

/** The ways to more rights that a document opens. */
export function escalationsOf(document: Term): Term {
  const statements = statementsOf(document);
  if (isUnknown(statements)) return statements;
  return list(escalationsIn(itemsOf(statements).map(termOf).filter((statement) => isWide(statement) === true)).items);
}
