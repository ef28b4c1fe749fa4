import { scalarText } from '../../templates/access.ts';
import type { Value } from '../../templates/value.ts';
import type { ContainerFields } from './container.ts';
import { known } from './values.ts';

/** What Docker's security options say (`security_opt` of Compose, `dockerSecurityOptions` of ECS): `no-new-privileges`, `seccomp`, `apparmor` and `label`, after a colon or an equals sign. */
export function securityOptions(list: Value | undefined): Pick<ContainerFields, 'privilegeEscalation' | 'seccomp' | 'appArmor' | 'selinux'> {
  if (list === undefined) return {};
  if (list.kind !== 'list') return list.kind === 'unknown' ? { privilegeEscalation: list, seccomp: list, appArmor: list, selinux: list } : {};
  const found: { -readonly [K in 'privilegeEscalation' | 'seccomp' | 'appArmor' | 'selinux']?: Value } = {};
  for (const item of list.items) {
    if (item.kind === 'unknown') found.privilegeEscalation ??= item;
    const text = scalarText(item)?.trim();
    if (text === undefined || text.length > 5000) continue;
    const [, name = '', setting = ''] = /^([\w-]{1,40})(?:\s{0,5}[:=]\s{0,5}(.*))?$/s.exec(text) ?? [];
    if (name === 'no-new-privileges') found.privilegeEscalation = known(setting === 'false', item.at);
    else if (name === 'seccomp' || setting.startsWith('seccomp:')) found.seccomp = known(setting.replace(/^seccomp:/, ''), item.at);
    else if (name === 'apparmor') found.appArmor = known(setting, item.at);
    else if (name === 'label') found.selinux = known(setting === 'disable' ? 'disabled' : setting, item.at);
  }
  return found;
}
