import type { FunctionTable, Scope, Vocabulary } from '../../expressions/compile.ts';
import { base64Functions } from '../../expressions/functions/base64.ts';
import { cidrFunctions } from '../../expressions/functions/cidr.ts';
import { documentFunctions } from '../../expressions/functions/document.ts';
import { portFunctions } from '../../expressions/functions/port.ts';
import { standardFunctions } from '../../expressions/functions/strings.ts';
import { isMap, isUnknown, itemsOf, select, termOf, textOf, type Item, type MapTerm, type Term } from '../../expressions/term.ts';
import { aclFunctions } from './aws/network-acl.ts';
import { ruleFunctions } from './aws/rules.ts';
import { secretFunctions } from './aws/secrets.ts';
import type { CanonicalResource } from './canonical.ts';
import { securityRuleFunctions } from './azure/security-rules.ts';
import { githubFunctions } from './github-subject.ts';
import { firewallFunctions } from './google/firewall.ts';
import { grantFunctions } from './google/grants.ts';
import { graphFunctions, type Graph } from './graph.ts';
import { iamFunctions } from './iam/functions.ts';

/** What the expressions of an infrastructure policy may name. */
export const vocabulary: Vocabulary<Graph> = {
  variables: new Set(['resource', 'name', 'type', 'tags', 'parameters', 'meta', 'format']),
  functions: new Map([...standardFunctions, ...base64Functions, ...cidrFunctions, ...portFunctions, ...documentFunctions, ...iamFunctions, ...aclFunctions, ...ruleFunctions, ...secretFunctions, ...securityRuleFunctions, ...githubFunctions, ...firewallFunctions, ...grantFunctions, ...graphFunctions]) satisfies FunctionTable<Graph>,
};

/** The scope in which a policy's expressions are asked of one resource. */
export function scopeOf(resource: CanonicalResource, parameters: Term, graph: Graph, witnesses?: Item[]): Scope<Graph> {
  return {
    host: graph,
    ...(witnesses === undefined ? {} : { witnesses }),
    read(variable) {
      switch (variable) {
        case 'resource':
          return resource.properties;
        case 'name':
          return resource.name;
        case 'type':
          return resource.type;
        case 'format':
          return resource.origin.format;
        case 'tags':
          return tagsOf(resource.properties);
        case 'meta':
          return { kind: 'map', entries: resource.origin.attributes };
        case 'parameters':
          return parameters;
        default:
          return null;
      }
    },
  };
}

/** The tags of a resource as a map, whether they are written as a list of Key and Value or as a map. */
export function tagsOf(properties: MapTerm): Term {
  for (const name of ['Tags', 'tags', 'labels', 'UserPoolTags', 'HostedZoneTags', 'FileSystemTags']) {
    const tags = select(properties, name);
    if (tags === null) continue;
    if (isUnknown(tags) || isMap(tags)) return tags;
    const entries = new Map<string, Item>();
    let open = typeof tags === 'object' && tags.open === true;
    for (const item of itemsOf(tags)) {
      const tag = termOf(item);
      const key = textOf(select(tag, 'Key'));
      if (key !== undefined) entries.set(key, isMap(tag) ? (tag.entries.get('Value') ?? '') : '');
      else open = true;
    }
    return { kind: 'map', entries, ...(open ? { open } : {}) };
  }
  return { kind: 'map', entries: new Map() };
}
