import type { ServiceMapping } from './table.ts';

const inline = { name: 'PolicyName', policy: 'PolicyDocument', role: 'RoleName', user: 'UserName', group: 'GroupName' };

/** AWS Identity and Access Management. */
export const iam: ServiceMapping = {
  aws_iam_role: {
    type: 'AWS::IAM::Role',
    rename: { name: 'RoleName', assume_role_policy: 'AssumeRolePolicyDocument', inline_policy: 'Policies', 'inline_policy.name': 'PolicyName', 'inline_policy.policy': 'PolicyDocument' },
  },
  aws_iam_user: { type: 'AWS::IAM::User', rename: { name: 'UserName' } },
  aws_iam_group: { type: 'AWS::IAM::Group', rename: { name: 'GroupName' } },
  aws_iam_policy: { type: 'AWS::IAM::ManagedPolicy', rename: { name: 'ManagedPolicyName', policy: 'PolicyDocument' } },
  aws_iam_role_policy: { type: 'AWS::IAM::RolePolicy', rename: inline },
  aws_iam_user_policy: { type: 'AWS::IAM::UserPolicy', rename: inline },
  aws_iam_group_policy: { type: 'AWS::IAM::GroupPolicy', rename: inline },
  aws_ssoadmin_permission_set: { type: 'AWS::SSO::PermissionSet' },
  aws_ssoadmin_permission_set_inline_policy: { type: 'AWS::SSO::PermissionSet', fold: { into: 'AWS::SSO::PermissionSet', by: 'permission_set_arn' }, rename: { permission_set_arn: null, instance_arn: null, inline_policy: 'InlinePolicy' } },
  aws_iam_role_policy_attachment: { type: 'aws_iam_role_policy_attachment' },
  aws_iam_user_policy_attachment: { type: 'aws_iam_user_policy_attachment' },
  aws_iam_group_policy_attachment: { type: 'aws_iam_group_policy_attachment' },
  aws_iam_policy_attachment: { type: 'aws_iam_policy_attachment' },
  aws_iam_instance_profile: { type: 'AWS::IAM::InstanceProfile', rename: { name: 'InstanceProfileName', role: 'Roles' } },
  aws_iam_access_key: { type: 'AWS::IAM::AccessKey', rename: { user: 'UserName' } },
  aws_iam_account_password_policy: { type: 'aws_iam_account_password_policy' },
};
