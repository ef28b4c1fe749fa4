import { academic } from './academic.ts';
import { delivery } from './delivery.ts';
import { dotnet } from './dotnet.ts';
import { installed } from './installed.ts';
import { javascript } from './javascript.ts';
import { jvm } from './jvm.ts';
import { python } from './python.ts';
import type { Sample } from './sample.ts';
import { scripting } from './scripting.ts';
import { systems } from './systems.ts';

/** Every sample, in one table. */
export const samples: readonly Sample[] = [...installed, ...javascript, ...python, ...jvm, ...dotnet, ...systems, ...scripting, ...academic, ...delivery];
