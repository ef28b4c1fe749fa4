/** Files of other scanners for secrets at the top of a repository. */
export const foreignNames = ['.gitleaks.toml', '.betterleaks.toml', '.gitleaksignore', '.betterleaksignore', '.secrets.baseline', '.secretlintrc.json', '.secretlintrc', '.secretlintignore'] as const;
