import type { Intrinsic } from '../scope.ts';
import { choiceFunctions } from './choice.ts';
import { listFunctions } from './list.ts';
import { networkFunctions } from './network.ts';
import { referenceFunctions } from './reference.ts';
import { textFunctions } from './text.ts';

/** The functions of CloudFormation by the key that calls them. */
export const intrinsics: ReadonlyMap<string, Intrinsic> = new Map([...referenceFunctions, ...textFunctions, ...listFunctions, ...choiceFunctions, ...networkFunctions]);
