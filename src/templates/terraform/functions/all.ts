import { collectionFunctions } from './collections.ts';
import { conversionFunctions } from './conversion.ts';
import { dateFunctions } from './dates.ts';
import { encodingFunctions } from './encoding.ts';
import type { TerraformFunction } from './function.ts';
import { hashFunctions } from './hash.ts';
import { networkFunctions } from './network.ts';
import { numericFunctions } from './numeric.ts';
import { stringFunctions } from './strings.ts';

/** Terraform's pure functions by name. Those that need the module's files, or lazy arguments, stand in `call.ts`. */
export const functions: ReadonlyMap<string, TerraformFunction> = new Map([
  ...stringFunctions,
  ...numericFunctions,
  ...collectionFunctions,
  ...encodingFunctions,
  ...networkFunctions,
  ...hashFunctions,
  ...dateFunctions,
  ...conversionFunctions,
]);
