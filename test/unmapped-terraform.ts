/** Checks whose Terraform examples the mapping of `aws_*` types does not bring through yet; this set only shrinks. */
export const unmappedTerraform: ReadonlySet<string> = new Set([]);
