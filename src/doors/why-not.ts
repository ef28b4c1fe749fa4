import { entropyBits } from '../families/credentials/entropy.ts';
import { loadSchemas, resourceSchema } from '../families/infrastructure/aws/schema.ts';
import { isPolicy, type Check } from '../model/check.ts';
import { didYouMean } from '../policy/errors.ts';
import { isCredential } from './load-configuration.ts';

/** Why a credential check may not report a text, in brackets; empty where that cannot be said. */
export function whyNoSecret(check: Check, text: string): string {
  if (!isCredential(check) || check.function !== undefined) return '';
  if (!check.keywords.some((word) => text.toLowerCase().includes(word.toLowerCase()))) return ` (it holds none of the keywords: ${check.keywords.slice(0, 5).join(', ')})`;
  const match = new RegExp(check.pattern, (check.flags ?? '').replace('g', '')).exec(text);
  if (match === null) return ' (the pattern does not match it)';
  const secret = match.groups?.['secret'] ?? match[1] ?? match[0];
  if (check.allow.some((pattern) => new RegExp(pattern).test(secret))) return ` (one of "allow" lets its value pass)`;
  const bits = entropyBits(secret);
  if (bits < check.entropy) return ` (its value has ${bits.toFixed(1)} bits of entropy a character, "entropy" asks for ${check.entropy})`;
  return ' (the pattern matches, but the value looks like a stand-in: nobody\'s secret repeats a character or says "example")';
}

/** The properties that a rule asks for and that none of its resource types has, in brackets: one of them may be a slip. Of CloudFormation's types alone; others have no schema here. */
export async function unusualProperties(check: Check): Promise<string> {
  if (!isPolicy(check)) return '';
  const types = check.applies.filter((type) => /^AWS::\w+::\w+$/.test(type));
  if (types.length === 0 || types.length < check.applies.length) return '';
  await loadSchemas(types);
  const schemas = types.map(resourceSchema);
  const known = new Set(schemas.flatMap((schema) => [...(schema?.properties.keys() ?? [])]));
  if (schemas.includes(undefined)) return '';
  // what stands in quotes is no property
  const asked = [check.when ?? '', check.assert ?? ''].flatMap((text) => [...text.replace(/"[^"]*"|'[^']*'/g, '""').matchAll(/\bresource\.(\w+)/g)].map((match) => match[1] ?? ''));
  const unusual = [...new Set(asked)].filter((name) => !known.has(name));
  return unusual.length === 0 ? '' : ` (${types.join(' and ')} ${types.length === 1 ? 'has' : 'have'} no ${unusual.map((name) => `"${name}"${didYouMean(name, known)}`).join(', ')})`;
}
