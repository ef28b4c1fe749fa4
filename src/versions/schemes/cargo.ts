import type { Scheme } from '../scheme.ts';
import { compareSemverText, nodeRange, normaliseSemver } from './npm.ts';

/** Rust crates: npm's operators, but a version alone means `^`, and a comma is "and". Source: The Cargo Book, "Specifying Dependencies". */
export const cargo: Scheme = { name: 'cargo', compare: compareSemverText, normalise: normaliseSemver, range: (text) => (text.includes('||') ? undefined : nodeRange(text, '^')) };
