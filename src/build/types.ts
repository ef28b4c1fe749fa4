import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Writes the type declarations of the public entries to `dist/types`. */
export function declareTypes(): void {
  const files = ['src/index.ts', 'src/versions.ts', 'src/secretlint-preset.ts'].filter((path) => existsSync(path)).map((path) => resolve(path));
  const options = { noEmit: false, declaration: true, emitDeclarationOnly: true, rewriteRelativeImportExtensions: true, rootDir: resolve('.'), outDir: resolve('dist/types'), typeRoots: [resolve('node_modules/@types')] };
  writeFileSync('.build/types.json', JSON.stringify({ extends: resolve('tsconfig.json'), compilerOptions: options, include: [], files }));
  execFileSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', '.build/types.json'], { stdio: 'inherit' });
}
